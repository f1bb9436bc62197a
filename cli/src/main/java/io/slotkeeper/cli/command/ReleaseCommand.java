package io.slotkeeper.cli.command;

import java.util.Set;
import picocli.CommandLine.Command;

/** {@code slotkeeper release}. */
@Command(
        name = "release",
        description =
                "Hands the cluster back: the nodes get their former settings and their own failover; it is observed from then on.")
public final class ReleaseCommand extends CustodyCommand {
    public ReleaseCommand() {
        super("release", Set.of("observing"));
    }
}
