package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import picocli.CommandLine.Command;

/** {@code slotkeeper placement}. */
@Command(name = "placement", description = "Shows what the loss of each zone and of each host would do to the shards.")
public final class PlacementCommand extends ClientCommand {
    @Override
    void run(CoordinatorClient client, Terminal terminal) {
        output.print(terminal, () -> client.get("/v1/placement"), PlacementCommand::print);
    }

    private static void print(Terminal terminal, JsonNode answer) {
        Table table = new Table("IF LOST", "SHARD", "THEN", "NODES LEFT");
        for (JsonNode loss : answer.path("losses")) {
            String lost = Json.text(loss.path("domain")) + " " + Json.text(loss.path("name"));
            for (JsonNode shard : loss.path("shards")) {
                String effect = Json.text(shard.path("effect"));
                if (!effect.equals("untouched")) {
                    table.row(
                            Cell.of(lost),
                            Cell.of(Json.text(shard.path("shard"))),
                            Cell.of(effect, effect.equals("lost") ? Style.BAD : Style.PLAIN),
                            Cell.of(left(shard)));
                }
            }
        }
        terminal.block(table.isEmpty() ? "There are no shards yet.\n" : table.render(terminal.ansi()));
    }

    private static String left(JsonNode shard) {
        StringBuilder text = new StringBuilder();
        for (JsonNode node : shard.path("left")) {
            text.append(text.isEmpty() ? "" : ", ").append(Json.text(node));
        }
        return text.toString();
    }
}
