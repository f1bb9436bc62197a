package io.slotkeeper.cli.command;

import java.util.Set;
import picocli.CommandLine.Command;

/** {@code slotkeeper observe}. */
@Command(
        name = "observe",
        description =
                "Watches a running Redis Cluster: publishes its slot map and says what would be done, and does nothing.")
public final class ObserveCommand extends CustodyCommand {
    public ObserveCommand() {
        super("observe", Set.of("observing"));
    }
}
