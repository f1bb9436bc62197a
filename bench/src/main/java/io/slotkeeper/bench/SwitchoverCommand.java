package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.switchover.SwitchoverBench;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Terminal;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slotkeeper bench switchover}. */
@Command(
        name = "switchover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "How long writes are blocked by a planned promotion: Slotkeeper's switchover and native CLUSTER FAILOVER."
                        + " Exit code 1 when one failed or ours lost an acknowledged write.")
final class SwitchoverCommand implements Callable<Integer> {
    private static final int NATIVE_NEEDS_SHARDS = 3;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "20",
            converter = Bounded.Rounds.class,
            description = "Switchovers of each cluster. Default: ${DEFAULT-VALUE}.")
    int rounds;

    @Option(
            names = "--native-timeout",
            paramLabel = "MS",
            defaultValue = "1000",
            converter = Bounded.NodeTimeout.class,
            description =
                    "cluster-node-timeout of the native cluster; for twice as long it refuses to vote for the same shard"
                            + " again. Default: ${DEFAULT-VALUE}.")
    int nativeTimeout;

    @Mixin
    LoadOptions options;

    @Override
    public Integer call() {
        if (options.shards < NATIVE_NEEDS_SHARDS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--shards " + options.shards
                            + " is too few: CLUSTER FAILOVER of the native cluster needs the votes of "
                            + NATIVE_NEEDS_SHARDS + " primaries. Use " + NATIVE_NEEDS_SHARDS + " or more.");
        }
        Terminal terminal = Terminal.of(spec);
        return new BenchSession().run(session -> measure(session, terminal)).code();
    }

    private ExitCode measure(BenchSession session, Terminal terminal) {
        Layout layout = options.layout();
        SwitchoverBench bench = new SwitchoverBench(layout, options.load(), rounds, terminal::message);
        SwitchoverBench.Result result =
                bench.run(session, () -> options.startSlotkeeper(layout), Duration.ofMillis(nativeTimeout));
        options.output.show(terminal, result::json, result::print);
        return result.clean() ? ExitCode.OK : ExitCode.FAILED;
    }
}
