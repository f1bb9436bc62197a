package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;

/** {@code GET /v1/history} for people. */
public final class HistoryView {
    private static final ZoneId ZONE = ZoneId.systemDefault();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZONE);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZONE);

    private HistoryView() {}

    static void print(Terminal terminal, JsonNode answer) {
        Table table = table(answer, HistoryView::sentence);
        terminal.block(table.isEmpty() ? "Nothing has happened yet.\n" : table.render(terminal.ansi()));
    }

    /** A table of entries; for those with phases their durations stand for the text. */
    public static Table brief(JsonNode answer) {
        return table(answer, entry -> {
            String figures = Figures.of(entry.path("figures"));
            return figures.contains("promote") ? figures : Json.text(entry.path("text"));
        });
    }

    private static Table table(JsonNode answer, Function<JsonNode, String> what) {
        Table table = new Table("TIME", "VER>", "SHARD", "REASON", "WHAT");
        DateTimeFormatter time = isAllOfToday(answer) ? TIME : DAY_AND_TIME;
        Json.elements(answer.path("history"))
                .forEach(entry -> table.row(
                        Cell.of(time.format(instant(entry)), Style.FAINT),
                        Cell.of(Json.text(entry.path("version"))),
                        Cell.of(Json.text(entry.path("shard"))),
                        Cell.of(Json.text(entry.path("code")), style(entry)),
                        Cell.of(what.apply(entry))));
        return table;
    }

    /** The entry's text and its figures. */
    static String sentence(JsonNode entry) {
        String figures = Figures.of(entry.path("figures"));
        String text = Json.text(entry.path("text"));
        return figures.isEmpty() ? text : text + " (" + figures + ")";
    }

    private static boolean isAllOfToday(JsonNode answer) {
        LocalDate today = LocalDate.now(ZONE);
        return Json.elements(answer.path("history"))
                .allMatch(entry -> LocalDate.ofInstant(instant(entry), ZONE).equals(today));
    }

    private static Instant instant(JsonNode entry) {
        return Instant.ofEpochMilli(entry.path("atMillis").asLong());
    }

    private static Style style(JsonNode entry) {
        return switch (Json.text(entry.path("code"))) {
            case "NODE_REGISTERED", "FORMATION_PLANNED", "SHARD_FORMED", "RECOVERED" -> Style.GOOD;
            case "FAILOVER_REQUESTED", "SWITCHOVER_REQUESTED" -> Style.PLAIN;
            default -> Style.WARNING;
        };
    }
}
