package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;

/**
 * The durations that the safety argument hangs on ({@code docs/safety.md}). Agents learn them from the leader.
 *
 * @param leaseMillis how long a primary may accept writes after it sent a heartbeat that was acknowledged, 300 to 60000
 * @param askBeforeMillis so long before its lease ends a primary's agent asks for endorsements; more than a heartbeat, and
 *     short enough for three heartbeats before it
 * @param fenceWithinMillis an agent whose lease has ended has its node fenced or killed within this time, 50 to the lease
 * @param driftPermille how far the rate of a monotonic clock may be off, in thousandths, 0 to 100
 */
public record LeaseTiming(long leaseMillis, long askBeforeMillis, long fenceWithinMillis, int driftPermille) {
    /** Rhythm of reports in milliseconds that the rules below count on. */
    public static final long HEARTBEAT_MILLIS = 100;

    private static final long PERMILLE = 1000;
    private static final int HEARTBEATS_PER_LEASE = 3;
    private static final long NANOS_PER_MILLI = 1_000_000;

    public LeaseTiming {
        if (leaseMillis < 300 || leaseMillis > 60_000) {
            throw new IllegalArgumentException("lease is " + leaseMillis + " ms; it must be 300 to 60000 ms");
        }
        if (driftPermille < 0 || driftPermille > 100) {
            throw new IllegalArgumentException("clock-drift is " + driftPermille + " thousandths; it must be 0 to 100");
        }
        if (fenceWithinMillis < 50 || fenceWithinMillis > leaseMillis) {
            throw new IllegalArgumentException("fence-within is " + fenceWithinMillis
                    + " ms; it must be 50 ms to the lease, " + leaseMillis + " ms");
        }
        if (askBeforeMillis <= HEARTBEAT_MILLIS
                || HEARTBEATS_PER_LEASE * HEARTBEAT_MILLIS > leaseMillis - askBeforeMillis) {
            throw new IllegalArgumentException("ask-before is " + askBeforeMillis
                    + " ms; it must be more than a heartbeat, " + HEARTBEAT_MILLIS + " ms, and leave "
                    + HEARTBEATS_PER_LEASE
                    + " heartbeats of the lease, " + leaseMillis + " ms; raise --lease or lower ask-before");
        }
    }

    public static LeaseTiming defaults() {
        return ofLease(1000);
    }

    /**
     * The other durations in proportion to the lease.
     *
     * @throws IllegalArgumentException if there is no room for them
     */
    public static LeaseTiming ofLease(long leaseMillis) {
        return new LeaseTiming(leaseMillis, leaseMillis * 2 / 5, Math.max(50, leaseMillis / 4), 10);
    }

    /** The lease in nanoseconds, for the clock of the agent that holds it. */
    public long leaseNanos() {
        return leaseMillis * NANOS_PER_MILLI;
    }

    /** What another clock must count until the lease is over for certain, however the two clocks' rates differ. */
    public long elsewhereNanos() {
        return elsewhere(leaseNanos());
    }

    /**
     * What another clock must count until the node refuses writes for certain: the leader's from a heartbeat on, that of a
     * replica's agent from a promise on.
     */
    public long harmlessAfterNanos() {
        return elsewhereNanos() + elsewhere(fenceWithinNanos());
    }

    private long elsewhere(long nanos) {
        long fast = PERMILLE + driftPermille;
        long slow = PERMILLE - driftPermille;
        return (nanos * fast + slow - 1) / slow;
    }

    public long askBeforeNanos() {
        return askBeforeMillis * NANOS_PER_MILLI;
    }

    public long fenceWithinNanos() {
        return fenceWithinMillis * NANOS_PER_MILLI;
    }

    void writeTo(BinaryOutput out) {
        out.putLong(leaseMillis)
                .putLong(askBeforeMillis)
                .putLong(fenceWithinMillis)
                .putInt(driftPermille);
    }

    static LeaseTiming readFrom(BinaryInput in) {
        return new LeaseTiming(in.getLong(), in.getLong(), in.getLong(), in.getInt());
    }
}
