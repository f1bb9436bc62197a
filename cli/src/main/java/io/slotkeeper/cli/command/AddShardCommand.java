package io.slotkeeper.cli.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slotkeeper add-shard}. */
@Command(
        name = "add-shard",
        description = "Forms a shard of nodes that are in none, and moves its share of the slots to it; clients go on"
                + " meanwhile.")
public final class AddShardCommand extends SlotOperationCommand {
    @Option(
            names = "--nodes",
            paramLabel = "AGENT",
            split = ",",
            description = "Nodes of the shard, by agent name or node id; a comma list. Without it: any spare nodes.")
    List<String> nodes = List.of();

    @Override
    String kind() {
        return "add-shard";
    }

    @Override
    void describe(Map<String, Object> request) {
        if (!nodes.isEmpty()) {
            request.put("nodes", nodes);
        }
    }
}
