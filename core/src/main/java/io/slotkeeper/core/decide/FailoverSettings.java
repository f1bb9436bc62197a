package io.slotkeeper.core.decide;

/**
 * When the leader acts by itself.
 *
 * @param minIntervalMillis least time between two failovers of one shard, 0 to 3600000; guards against a crash loop that
 *     would use up the replicas one after the other
 * @param maxLagBytes a replica that is further behind is not promoted by itself, 0 or more
 * @param maxFailureRatio above this share of silent hosts, more than 0 to 1, silence is thought to be the leader's own
 * @param maxLeaderLagMillis above this delay of its own event loop the leader mistrusts silence, 10 or more
 * @param promotePartitioned whether a primary is replaced that a replica's agent still reaches, after its lease is over
 */
public record FailoverSettings(
        long minIntervalMillis,
        long maxLagBytes,
        double maxFailureRatio,
        long maxLeaderLagMillis,
        boolean promotePartitioned) {
    public FailoverSettings {
        if (minIntervalMillis < 0 || minIntervalMillis > 3_600_000) {
            throw new IllegalArgumentException(
                    "failover-min-interval is " + minIntervalMillis + " ms; it must be 0 to 3600000 ms");
        }
        if (maxLagBytes < 0) {
            throw new IllegalArgumentException("max-lag-bytes is " + maxLagBytes + "; it must be 0 or more");
        }
        if (!(maxFailureRatio > 0 && maxFailureRatio <= 1)) {
            throw new IllegalArgumentException(
                    "max-failure-ratio is " + maxFailureRatio + "; it must be more than 0 and at most 1");
        }
        if (maxLeaderLagMillis < 10) {
            throw new IllegalArgumentException(
                    "max-leader-lag is " + maxLeaderLagMillis + " ms; it must be 10 ms or more");
        }
    }

    public static FailoverSettings defaults() {
        return new FailoverSettings(1000, 256L * 1024 * 1024, 0.5, 250, false);
    }

    /** A copy with another least time between two failovers of a shard. */
    public FailoverSettings withMinIntervalMillis(long millis) {
        return new FailoverSettings(millis, maxLagBytes, maxFailureRatio, maxLeaderLagMillis, promotePartitioned);
    }

    /** A copy that replaces partitioned primaries, or not. */
    public FailoverSettings withPromotePartitioned(boolean promote) {
        return new FailoverSettings(minIntervalMillis, maxLagBytes, maxFailureRatio, maxLeaderLagMillis, promote);
    }
}
