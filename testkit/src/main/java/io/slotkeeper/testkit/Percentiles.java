package io.slotkeeper.testkit;

import java.util.Arrays;
import java.util.Locale;

/** Nearest-rank percentiles of durations. Immutable. */
public final class Percentiles {
    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] sorted;

    private Percentiles(long[] sorted) {
        this.sorted = sorted;
    }

    /** Of durations in nanoseconds; the array is copied. */
    public static Percentiles ofNanos(long[] nanos) {
        long[] copy = nanos.clone();
        Arrays.sort(copy);
        return new Percentiles(copy);
    }

    /** How many values. */
    public int count() {
        return sorted.length;
    }

    /**
     * The smallest value that at least this share of all values does not exceed, in milliseconds.
     *
     * @param percent above 0, at most 100
     * @throws IllegalStateException if there are no values
     */
    public double millis(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("Percentile " + percent + " is not above 0 and at most 100.");
        }
        if (sorted.length == 0) {
            throw new IllegalStateException("There are no values to take a percentile of.");
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLI;
    }

    /** The largest value in milliseconds. */
    public double maxMillis() {
        return millis(100);
    }

    /** For example {@code n=20 p50=7.1 ms p99=12.0 ms max=12.0 ms}. */
    @Override
    public String toString() {
        return sorted.length == 0
                ? "n=0"
                : String.format(
                        Locale.ROOT,
                        "n=%d p50=%.1f ms p99=%.1f ms max=%.1f ms",
                        count(),
                        millis(50),
                        millis(99),
                        maxMillis());
    }
}
