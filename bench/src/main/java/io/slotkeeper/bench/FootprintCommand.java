package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.footprint.FootprintBench;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.testkit.RedisBinary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    @Option(
            names = "--redis-server",
            paramLabel = "PATH",
            description = "redis-server binary. Without it: the one on the PATH, else the embedded one.")
    Path redisServer;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "human",
            converter = OutputFormat.Converter.class,
            description = "human: tables; json: one document. Default: ${DEFAULT-VALUE}.")
    OutputFormat format;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        return new BenchSession().run(session -> measure(session, terminal)).code();
    }

    private ExitCode measure(BenchSession session, Terminal terminal) {
        RedisBinary binary = redisServer == null ? RedisBinary.find() : RedisBinary.at(redisServer);
        FootprintBench bench =
                new FootprintBench(new Layout(binary, shards, 1), Duration.ofSeconds(seconds), terminal::message);
        List<FootprintBench.Row> rows = bench.run(session);
        if (format == OutputFormat.JSON) {
            terminal.line(FootprintBench.json(rows));
        } else {
            FootprintBench.print(terminal, rows);
        }
        return ExitCode.OK;
    }
}
