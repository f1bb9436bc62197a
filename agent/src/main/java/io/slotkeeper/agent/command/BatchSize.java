package io.slotkeeper.agent.command;

/**
 * How much one {@code MIGRATE} moves, so that the node is not blocked for longer than it may be: a fixed number of keys, and so
 * many bytes as the time allows that earlier ones took. Never less than {@link #LEAST_BYTES}: the way to the target and its
 * replica takes its time whatever is sent, and small batches only take it more often.
 */
final class BatchSize {
    static final int MOST_KEYS = 500;
    static final long LEAST_BYTES = 16 << 10;
    private static final long FIRST_BYTES = 256 << 10;
    private static final long MOST_BYTES = 2 << 20;
    private static final double GROWTH = 1.25;

    private long bytes = FIRST_BYTES;

    /** Memory that the keys of one batch may take; a single key may take more. */
    long bytes() {
        return bytes;
    }

    /**
     * A batch was moved. One that was far from full says nothing about larger ones.
     *
     * @param boundMicros the longest that it may take; a quarter is aimed at, since clients wait for a batch in turn
     */
    void took(long movedBytes, long micros, long boundMicros) {
        if (movedBytes < bytes / 2) {
            return;
        }
        if (micros > boundMicros) {
            bytes = Math.max(LEAST_BYTES, bytes / 2);
        } else if (micros < boundMicros / 4) {
            bytes = Math.min(MOST_BYTES, (long) (bytes * GROWTH));
        }
    }
}
