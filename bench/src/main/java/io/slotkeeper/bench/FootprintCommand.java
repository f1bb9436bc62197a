package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.footprint.FootprintBench;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slotkeeper bench footprint}. */
@Command(
        name = "footprint",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Memory and processor time of agents and coordinator beside idle Redis nodes. Linux only.")
final class FootprintCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "1",
            converter = Bounded.Shards.class,
            description = "Shards, with one replica each. Default: ${DEFAULT-VALUE}.")
    int shards;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            converter = Bounded.Seconds.class,
            description = "How long to look. Default: ${DEFAULT-VALUE}.")
    int seconds;

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
        FootprintBench bench = new FootprintBench(
                new Layout(redis.binary(), shards, 1), Duration.ofSeconds(seconds), terminal::message);
        List<FootprintBench.Row> rows = bench.run(session);
        output.show(terminal, () -> FootprintBench.json(rows), to -> FootprintBench.print(to, rows));
        return ExitCode.OK;
    }
}
