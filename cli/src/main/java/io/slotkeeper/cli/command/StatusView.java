package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.cli.output.TextWrap;
import java.util.stream.Collectors;

/** {@code GET /v1/status} for people. */
public final class StatusView {
    private StatusView() {}

    static void print(Terminal terminal, JsonNode status) {
        terminal.block(head(terminal, status, Table.MAX_WIDTH) + shards(status).render(terminal.ansi()));
    }

    /** Two or more lines about the whole cluster, each with a line break. */
    public static String head(Terminal terminal, JsonNode status, int columns) {
        Style style = status.path("ready").asBoolean() ? Style.GOOD : Style.WARNING;
        return terminal.paint(style, Json.text(status.path("phase"))) + "  version "
                + Json.text(status.path("version")) + "  leader "
                + (status.hasNonNull("leader") ? Json.text(status.path("leader")) : "none") + "\n"
                + String.join("\n", TextWrap.lines(Json.text(status.path("text")), columns)) + "\n"
                + Json.elements(status.path("pauses"))
                        .map(pause -> terminal.paint(Style.WARNING, pause(pause)) + "\n")
                        .collect(Collectors.joining());
    }

    private static String pause(JsonNode pause) {
        String reason = Json.text(pause.path("reason"));
        return "paused: " + (pause.hasNonNull("shard") ? Json.text(pause.path("shard")) : "all shards") + ", "
                + (pause.path("leftMillis").asLong() + 999) / 1000 + " s left"
                + (reason.isEmpty() ? "" : ", " + reason);
    }

    /** A row for each shard. */
    public static Table shards(JsonNode status) {
        Table table = new Table("SHARD", "STATE", "EPOCH>", "SLOTS>", "PRIMARY", "REPLICAS", "LAG>", "FINDINGS");
        Json.elements(status.path("shards"))
                .forEach(shard -> table.row(
                        Cell.of(Json.text(shard.path("id"))),
                        state(shard),
                        Cell.of(Json.text(shard.path("epoch"))),
                        Cell.of(Json.slotCount(shard.path("slots"))),
                        Cell.of(Json.address(shard.path("primary"))),
                        Cell.of(Json.elements(shard.path("replicas"))
                                .map(Json::address)
                                .collect(Collectors.joining(" "))),
                        Cell.of(Units.bytes(shard.path("maxLagBytes").asLong(-1))),
                        findings(shard)));
        return table;
    }

    static Cell state(JsonNode shard) {
        String state = Json.text(shard.path("state"));
        return Cell.of(
                state,
                switch (state) {
                    case "active" -> Style.GOOD;
                    case "lost" -> Style.BAD;
                    default -> Style.WARNING;
                });
    }

    private static Cell findings(JsonNode shard) {
        return Cell.of(
                Json.elements(shard.path("findings"))
                        .map(finding -> Json.text(finding.path("code")))
                        .collect(Collectors.joining(" ")),
                Style.WARNING);
    }
}
