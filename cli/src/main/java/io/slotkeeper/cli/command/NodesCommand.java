package io.slotkeeper.cli.command;

import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Terminal;
import picocli.CommandLine.Command;

/** {@code slotkeeper nodes}. */
@Command(
        name = "nodes",
        description = "Lists the nodes with their agents: role, process, replication lag, age of the last report.")
public final class NodesCommand extends ClientCommand {
    @Override
    void run(CoordinatorClient client, Terminal terminal) {
        output.print(terminal, () -> client.get("/v1/nodes"), NodesView::print);
    }
}
