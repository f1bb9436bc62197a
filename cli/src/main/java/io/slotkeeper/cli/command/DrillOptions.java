package io.slotkeeper.cli.command;

import io.slotkeeper.core.protocol.DrillPermission;
import picocli.CommandLine.Option;

/** {@code --allow-drills} of a server. */
final class DrillOptions {
    @Option(
            names = "--allow-drills",
            description =
                    "Let `slotkeeper drill` make faults here on purpose: kill or stop the node's process, end this"
                            + " process. Whoever reaches a coordinator can then do so.")
    boolean allowed;

    DrillPermission permission() {
        return allowed ? DrillPermission.ALL : DrillPermission.NONE;
    }
}
