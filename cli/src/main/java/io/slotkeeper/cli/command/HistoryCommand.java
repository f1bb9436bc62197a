package io.slotkeeper.cli.command;

import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.config.CountConverter;
import io.slotkeeper.cli.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slotkeeper history}. */
@Command(
        name = "history",
        description = "Lists what was decided, why, how long each phase took and what it cost; newest last.")
public final class HistoryCommand extends ClientCommand {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            converter = CountConverter.Entries.class,
            description = "How many of the newest entries, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    int limit;

    @Override
    void run(CoordinatorClient client, Terminal terminal) {
        output.print(terminal, () -> client.get("/v1/history?limit=" + limit), HistoryView::print);
    }
}
