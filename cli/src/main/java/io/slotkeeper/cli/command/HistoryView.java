package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /v1/history} for people. */
public final class HistoryView {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private HistoryView() {}

    static void print(Terminal terminal, JsonNode answer) {
        String table = render(terminal, answer);
        terminal.block(table.isEmpty() ? "Nothing has happened yet.\n" : table);
    }

    /** A table of entries; empty when there is none. */
    public static String render(Terminal terminal, JsonNode answer) {
        Table table = new Table("TIME", "VERSION>", "SHARD", "REASON", "WHAT");
        Json.elements(answer.path("history"))
                .forEach(entry -> table.row(
                        Cell.of(TIME.format(
                                Instant.ofEpochMilli(entry.path("atMillis").asLong()))),
                        Cell.of(Json.text(entry.path("version"))),
                        Cell.of(Json.text(entry.path("shard"))),
                        Cell.of(Json.text(entry.path("code")), Style.WARNING),
                        Cell.of(sentence(entry))));
        return table.render(terminal.ansi());
    }

    /** The entry's text and its figures, phases in milliseconds. */
    static String sentence(JsonNode entry) {
        List<String> figures = new ArrayList<>();
        entry.path("figures")
                .properties()
                .forEach(figure ->
                        figures.add(figure(figure.getKey(), figure.getValue().asLong())));
        String text = Json.text(entry.path("text"));
        return figures.isEmpty() ? text : text + " (" + String.join(", ", figures) + ")";
    }

    private static String figure(String name, long value) {
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
        return bare.replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT);
    }
}
