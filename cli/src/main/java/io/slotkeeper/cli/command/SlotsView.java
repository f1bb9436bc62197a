package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import java.util.stream.Collectors;

/** The slot map, or one slot of it, for people. */
final class SlotsView {
    private SlotsView() {}

    static void printMap(Terminal terminal, JsonNode map) {
        Table table = new Table("SHARD", "STATE", "EPOCH>", "SLOTS", "COUNT>", "PRIMARY", "REPLICAS");
        Json.elements(map.path("shards"))
                .forEach(shard -> table.row(
                        Cell.of(Json.text(shard.path("id"))),
                        StatusView.state(shard),
                        Cell.of(Json.text(shard.path("epoch"))),
                        Cell.of(Json.slots(shard.path("slots"))),
                        Cell.of(Json.slotCount(shard.path("slots"))),
                        Cell.of(Json.address(shard.path("primary"))),
                        replicas(shard)));
        terminal.block("version " + Json.text(map.path("version")) + "\n" + table.render(terminal.ansi()));
    }

    static void printOne(Terminal terminal, JsonNode answer) {
        JsonNode shard = answer.path("shard");
        Table table = new Table("SLOT>", "SHARD", "PRIMARY", "NODE", "REPLICAS");
        table.row(
                Cell.of(Json.text(answer.path("slot"))),
                Cell.of(shard.isObject() ? Json.text(shard.path("id")) : Json.text(shard)),
                Cell.of(Json.address(answer.path("primary"))),
                Cell.of(Json.shortId(answer.path("primary")), Style.FAINT),
                replicas(answer));
        terminal.block(table.render(terminal.ansi()));
    }

    private static Cell replicas(JsonNode owner) {
        return Cell.of(Json.elements(owner.path("replicas")).map(Json::address).collect(Collectors.joining(" ")));
    }
}
