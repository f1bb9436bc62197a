package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.rebalance.RebalanceBench;
import io.slotkeeper.bench.rebalance.RebalanceReport;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.config.DurationConverter;
import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.testkit.RedisBinary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slotkeeper bench rebalance}. */
@Command(
        name = "rebalance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "How fast a cluster grows by a shard while clients read, write and check every answer: Slotkeeper, and"
                        + " redis-cli --cluster rebalance with its default and with --cluster-pipeline 100. All keys are"
                        + " compared before and after. Exit code 1 when a key, or an answer of ours, was wrong.")
final class RebalanceCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--keys",
            paramLabel = "N",
            defaultValue = "1000000",
            converter = Bounded.Keys.class,
            description = "Keys, of all types, 32 bytes to 64 KiB. Default: ${DEFAULT-VALUE}.")
    int keys;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "3",
            converter = Bounded.Shards.class,
            description = "Shards before; one is added. redis-cli needs 3. Default: ${DEFAULT-VALUE}.")
    int shards;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            converter = Bounded.Replicas.class,
            description = "Replicas per shard, 1 to 5. Default: ${DEFAULT-VALUE}.")
    int replicas;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "4",
            converter = Bounded.Writers.class,
            description = "Clients that read, write and check. Default: ${DEFAULT-VALUE}.")
    int clients;

    @Option(
            names = "--pause",
            paramLabel = "DURATION",
            defaultValue = "1ms",
            converter = DurationConverter.class,
            description = "Pause of a client after each answer. Default: ${DEFAULT-VALUE}.")
    Duration pause;

    @Option(names = "--without-native", description = "Measures Slotkeeper only; there is no ratio then.")
    boolean withoutNative;

    @Mixin
    RedisServerOption redis;

    @Mixin
    OutputOption output;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        return new BenchSession().run(session -> measure(session, terminal)).code();
    }

    private ExitCode measure(BenchSession session, Terminal terminal) {
        Optional<Path> redisCli = withoutNative ? Optional.empty() : RedisBinary.onPath("redis-cli");
        if (redisCli.isEmpty() && !withoutNative) {
            terminal.message("There is no redis-cli on the PATH: only Slotkeeper is measured.");
        }
        RebalanceReport report = new RebalanceBench(
                        new Layout(redis.binary(), shards, replicas), keys, clients, pause, terminal::message)
                .run(session, redisCli);
        output.show(terminal, report::json, report::print);
        return report.clean() ? ExitCode.OK : ExitCode.FAILED;
    }
}
