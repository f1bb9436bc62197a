package io.slotkeeper.core.control;

/**
 * What is done about a shard whose nodes are all gone.
 *
 * @param reassign whether its slots go to the other shards, and with them the hope for its keys
 * @param afterMillis how long it must have been gone on end, 5000 to 86400000
 */
public record ShardLoss(boolean reassign, long afterMillis) {
    private static final long LEAST_MILLIS = 5000;
    private static final long MOST_MILLIS = 86_400_000;

    public ShardLoss {
        if (afterMillis < LEAST_MILLIS || afterMillis > MOST_MILLIS) {
            throw new IllegalArgumentException(
                    "reassign-after is " + afterMillis + " ms; it must be 5000 to 86400000 ms (5 s to 24 h)");
        }
    }

    /** It is waited for. */
    public static ShardLoss waiting() {
        return new ShardLoss(false, 60_000);
    }
}
