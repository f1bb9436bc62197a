package io.slotkeeper.cli.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slotkeeper forget}. */
@Command(
        name = "forget",
        description =
                "Takes nodes that are gone for good out of the cluster and its list of nodes. Their agents must be stopped.")
public final class ForgetCommand extends OperationCommand {
    @Parameters(arity = "1..*", paramLabel = "NODE", description = "Replicas or spare nodes, by agent name or node id.")
    List<String> nodes;

    @Override
    String kind() {
        return "forget-node";
    }

    @Override
    void complete(Map<String, Object> request) {
        request.put("nodes", nodes);
    }
}
