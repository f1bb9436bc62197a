package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a history entry for people: phases first, in the order in which they happen. */
final class Figures {
    private static final List<String> PHASES =
            List.of("detectMicros", "commitMicros", "promoteMicros", "publishMicros", "blockedMicros");
    /** The text of the entry says it. */
    private static final String EPOCH = "epoch";

    private Figures() {}

    static String of(JsonNode figures) {
        List<String> parts = new ArrayList<>();
        figures.properties().stream()
                .filter(figure -> !figure.getKey().equals(EPOCH))
                .sorted(Comparator.comparingInt(Figures::rank).thenComparing(Map.Entry::getKey))
                .forEach(figure ->
                        parts.add(text(figure.getKey(), figure.getValue().asLong())));
        return String.join(", ", parts);
    }

    private static int rank(Map.Entry<String, JsonNode> figure) {
        int phase = PHASES.indexOf(figure.getKey());
        return phase < 0 ? PHASES.size() : phase;
    }

    private static String text(String name, long value) {
        if (name.endsWith("Micros")) {
            return words(name, "Micros") + " " + Units.micros(value);
        }
        if (name.endsWith("Millis")) {
            return words(name, "Millis") + " " + Units.millis(value);
        }
        return name.endsWith("Bytes") ? words(name, "Bytes") + " " + Units.bytes(value) : words(name, "") + " " + value;
    }

    /** {@code estimatedLossBytes} becomes {@code estimated loss}. */
    private static String words(String name, String unit) {
        String bare = name.substring(0, name.length() - unit.length());
        return bare.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
