package io.slotkeeper.core.migrate;

import java.util.HashMap;
import java.util.Map;

/**
 * How fast keys leave each shard. Windows are sized by it, so that those that are open can be finished soon when the operation is
 * paused or aborted. What it knows is lost with the leader, and learnt again.
 */
final class Pace {
    /** Before anything has moved. */
    private static final double FIRST_PER_SECOND = 5_000;

    /** How much the newest order counts. */
    private static final double NEWEST = 0.3;

    private final Map<String, Double> perSecond = new HashMap<>();

    /** An order to a shard's primary has moved keys. */
    void moved(String shard, long keys, long nanos) {
        if (keys > 0 && nanos > 0) {
            double now = keys * 1e9 / nanos;
            perSecond.merge(shard, now, (before, newest) -> before + NEWEST * (newest - before));
        }
    }

    /** How many keys are likely to leave the shard within a time. */
    long within(String shard, long millis) {
        return (long) (perSecond.getOrDefault(shard, FIRST_PER_SECOND) * millis / 1000);
    }
}
