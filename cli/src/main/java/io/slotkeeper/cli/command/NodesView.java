package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;

/** {@code GET /v1/nodes} for people. */
public final class NodesView {
    private NodesView() {}

    static void print(Terminal terminal, JsonNode answer) {
        Table table = table(answer);
        terminal.block(table.isEmpty() ? "No agent has registered a node yet.\n" : table.render(terminal.ansi()));
    }

    /** A row for each node; of those that are no part of the cluster yet as well. */
    public static Table table(JsonNode answer) {
        Table table =
                new Table("AGENT", "NODE", "ADDRESS", "ZONE", "SHARD", "ROLE", "PROCESS", "LAG>", "HEARD>", "NOTE");
        Json.elements(answer.path("nodes"))
                .forEach(node -> table.row(
                        Cell.of(Json.text(node.path("agent"))),
                        Cell.of(Json.shortId(node), Style.FAINT),
                        Cell.of(Json.address(node)),
                        Cell.of(Json.text(node.path("zone"))),
                        Cell.of(Json.text(node.path("shard"))),
                        role(node),
                        process(node),
                        Cell.of(Units.bytes(node.path("lagBytes").asLong(-1))),
                        heard(node),
                        Cell.of(Json.text(node.path("note")), Style.WARNING)));
        return table;
    }

    private static Cell role(JsonNode node) {
        String role = Json.text(node.path("role"));
        return Cell.of(role, role.equals("primary") ? Style.HEADING : Style.PLAIN);
    }

    private static Cell process(JsonNode node) {
        String state = Json.text(node.path("process")).toLowerCase(java.util.Locale.ROOT);
        return Cell.of(state, state.equals("up") ? Style.GOOD : Style.BAD);
    }

    private static Cell heard(JsonNode node) {
        String age = Units.millis(node.path("reportAgeMillis").asLong(-1));
        return Cell.of(age, node.path("agentAlive").asBoolean(true) ? Style.PLAIN : Style.BAD);
    }
}
