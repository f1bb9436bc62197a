package io.slotkeeper.cli.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slotkeeper remove-replica}. */
@Command(
        name = "remove-replica",
        description = "Takes replicas out of their shards. They are emptied, and used again only when they are named.")
public final class RemoveReplicaCommand extends OperationCommand {
    @Parameters(arity = "1..*", paramLabel = "NODE", description = "Replicas, by agent name or node id.")
    List<String> nodes;

    @Override
    String kind() {
        return "remove-replica";
    }

    @Override
    void complete(Map<String, Object> request) {
        request.put("nodes", nodes);
    }
}
