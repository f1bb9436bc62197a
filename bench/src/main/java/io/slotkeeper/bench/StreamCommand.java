package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.stream.StreamBench;
import io.slotkeeper.bench.stream.StreamReport;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.testkit.RedisBinary;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slotkeeper bench stream}. */
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "How soon many WebSocket subscribers have a change of the slot map. Exit code 1 when one of them missed a"
                        + " change or had one twice. Two processes need a file descriptor for each subscriber (ulimit -n).")
final class StreamCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--subscribers",
            paramLabel = "N",
            defaultValue = "10000",
            converter = Bounded.Subscribers.class,
            description = "WebSocket clients. Default: ${DEFAULT-VALUE}.")
    int subscribers;

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "100",
            converter = Bounded.Rounds.class,
            description = "Switchovers, each a change. Default: ${DEFAULT-VALUE}.")
    int changes;

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
        Layout layout = new Layout(binary, 3, 1);
        StreamReport report = new StreamBench(layout, subscribers, changes, terminal::message).run(session);
        if (format == OutputFormat.JSON) {
            terminal.line(report.json());
        } else {
            report.print(terminal);
        }
        return report.clean() ? ExitCode.OK : ExitCode.FAILED;
    }
}
