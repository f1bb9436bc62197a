package io.slotkeeper.bench.report;

import java.util.Locale;

/** How much better ours is. */
public final class Ratio {
    private static final int WHOLE_FROM = 100;

    private Ratio() {}

    /** For example {@code 1840}, {@code 12.4}, {@code 0.87}; {@code inf} when ours is zero. */
    public static String text(double ratio) {
        if (Double.isInfinite(ratio) || Double.isNaN(ratio)) {
            return "inf";
        }
        return String.format(Locale.ROOT, ratio >= WHOLE_FROM ? "%.0f" : ratio >= 10 ? "%.1f" : "%.2f", ratio);
    }
}
