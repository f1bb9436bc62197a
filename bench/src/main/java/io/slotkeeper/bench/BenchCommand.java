package io.slotkeeper.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slotkeeper bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measurements on this machine, native Redis Cluster and Slotkeeper side by side. Each starts clusters of its"
                        + " own on free ports and leaves nothing behind.",
        subcommands = {
            FailoverCommand.class,
            SwitchoverCommand.class,
            SlotsCommand.class,
            FootprintCommand.class,
            SimulateCommand.class,
            FaultsCommand.class,
            SoakCommand.class,
            RebalanceCommand.class,
            StreamCommand.class
        })
final class BenchCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Name a measurement: " + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
