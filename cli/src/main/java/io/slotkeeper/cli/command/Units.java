package io.slotkeeper.cli.command;

import java.util.Locale;

/** Quantities for people. */
final class Units {
    private static final long STEP = 1024;

    private Units() {}

    /** {@code 12 B}, {@code 3.4 MiB}; {@code -} for a negative number, which means unknown. */
    static String bytes(long bytes) {
        if (bytes < 0) {
            return "-";
        }
        if (bytes < STEP) {
            return bytes + " B";
        }
        double value = bytes;
        String unit = "";
        for (String next : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
            if (value < STEP) {
                break;
            }
            value /= STEP;
            unit = next;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
    }

    /** {@code 120 ms}, {@code 3.4 s}; {@code -} for a negative number, which means unknown. */
    static String millis(long millis) {
        if (millis < 0) {
            return "-";
        }
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    /** {@code 1.4 ms} from microseconds. */
    static String micros(long micros) {
        return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
    }
}
