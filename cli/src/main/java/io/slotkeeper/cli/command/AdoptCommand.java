package io.slotkeeper.cli.command;

import java.util.Set;
import picocli.CommandLine.Command;

/** {@code slotkeeper adopt}. */
@Command(
        name = "adopt",
        description =
                "Takes a running Redis Cluster over, without restart or data move: checks it, then switches its own failover off.")
public final class AdoptCommand extends CustodyCommand {
    public AdoptCommand() {
        super("adopt", Set.of("active", "degraded"));
    }
}
