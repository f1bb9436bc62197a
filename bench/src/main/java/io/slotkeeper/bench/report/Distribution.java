package io.slotkeeper.bench.report;

import io.slotkeeper.testkit.Percentiles;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Nearest-rank figures of some durations, in milliseconds. With fewer than 100 values the p99 is the largest.
 *
 * @param count how many values, 1 or more
 */
public record Distribution(int count, double min, double p50, double p99, double max) {
    private static final double LOWEST_RANK = 1e-9;

    /**
     * Of durations in nanoseconds.
     *
     * @throws IllegalStateException if there are none
     */
    public static Distribution ofNanos(Collection<Long> nanos) {
        Percentiles percentiles =
                Percentiles.ofNanos(nanos.stream().mapToLong(Long::longValue).toArray());
        return new Distribution(
                percentiles.count(),
                percentiles.millis(LOWEST_RANK),
                percentiles.millis(50),
                percentiles.millis(99),
                percentiles.maxMillis());
    }

    /** For people: {@code 7.1}; {@code 0.03} when it is below a tenth; {@code 19421} when it is above a thousand. */
    public static String text(double millis) {
        String form = millis >= 1000 ? "%.0f" : millis >= 0.1 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, millis);
    }

    /** For JSON, rounded to microseconds. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", count);
        json.put("minMillis", micros(min));
        json.put("p50Millis", micros(p50));
        json.put("p99Millis", micros(p99));
        json.put("maxMillis", micros(max));
        return json;
    }

    private static double micros(double millis) {
        return Math.round(millis * 1000) / 1000.0;
    }
}
