package io.slotkeeper.cli.command;

import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Terminal;
import picocli.CommandLine.Command;

/** {@code slotkeeper status}. */
@Command(
        name = "status",
        description =
                "Shows whether the cluster is well: phase, leader, version, every shard and what is wrong with it.")
public final class StatusCommand extends ClientCommand {
    @Override
    void run(CoordinatorClient client, Terminal terminal) {
        output.print(terminal, () -> client.get("/v1/status"), StatusView::print);
    }
}
