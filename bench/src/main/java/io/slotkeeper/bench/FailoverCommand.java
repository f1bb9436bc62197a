package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.failover.FailoverBench;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slotkeeper bench failover}. */
@Command(
        name = "failover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "kill -9 of a primary to the first accepted write: Slotkeeper, native Redis Cluster, and the floor (the"
                        + " replica promoted right after the kill by hand). Exit code 1 when something did not recover.")
final class FailoverCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "20",
            converter = Bounded.Rounds.class,
            description = "Kills for Slotkeeper and for the floor. Default: ${DEFAULT-VALUE}.")
    int kills;

    @Option(
            names = "--native-timeouts",
            paramLabel = "MS",
            split = ",",
            defaultValue = "1000,15000",
            converter = Bounded.NodeTimeout.class,
            description = "cluster-node-timeout of the native clusters. Default: ${DEFAULT-VALUE}.")
    List<Integer> nativeTimeouts;

    @Option(
            names = "--native-kills",
            paramLabel = "N",
            converter = Bounded.Rounds.class,
            description = "Kills for each native cluster. Default: 10; 3 for a timeout of 5000 ms and more.")
    Integer nativeKills;

    @Mixin
    LoadOptions options;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        return new BenchSession().run(session -> measure(session, terminal)).code();
    }

    private ExitCode measure(BenchSession session, Terminal terminal) {
        Layout layout = options.layout();
        FailoverBench bench = new FailoverBench(
                layout,
                options.load(),
                FailoverBench.Kills.of(kills, nativeTimeouts, nativeKills == null ? 0 : nativeKills),
                terminal::message);
        FailoverBench.Result result = bench.run(session, () -> options.startSlotkeeper(layout));
        options.output.show(terminal, result::json, result::print);
        return result.clean() ? ExitCode.OK : ExitCode.FAILED;
    }
}
