package io.slotkeeper.cli.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slotkeeper add-replica}. */
@Command(
        name = "add-replica",
        description = "Makes nodes that are in no shard replicas of one, and waits until they have copied its data.")
public final class AddReplicaCommand extends OperationCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "SHARD",
            description = "Shard that gets the replicas. Without it: the one that has the fewest.")
    String shard;

    @Option(
            names = "--nodes",
            paramLabel = "AGENT",
            split = ",",
            description =
                    "The nodes, by agent name or node id; a comma list. Without it: the spare node that suits best.")
    List<String> nodes = List.of();

    @Override
    String kind() {
        return "add-replica";
    }

    @Override
    void complete(Map<String, Object> request) {
        if (shard != null) {
            request.put("shard", shard);
        }
        if (!nodes.isEmpty()) {
            request.put("nodes", nodes);
        }
    }
}
