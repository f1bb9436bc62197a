package io.slotkeeper.core.detect;

/**
 * A point in time as the shell read it: decisions measure durations by the first clock and only write down the second.
 *
 * @param nanos monotonic clock of this process, nanoseconds
 * @param epochMillis wall clock, milliseconds since 1970
 */
public record Moment(long nanos, long epochMillis) {
    /** Milliseconds that have passed since an earlier reading of the monotonic clock. */
    public long millisSince(long earlierNanos) {
        return (nanos - earlierNanos) / 1_000_000;
    }

    /** Microseconds that have passed since an earlier reading of the monotonic clock. */
    public long microsSince(long earlierNanos) {
        return (nanos - earlierNanos) / 1_000;
    }
}
