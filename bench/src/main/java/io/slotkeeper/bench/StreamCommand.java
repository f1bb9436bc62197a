package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.stream.StreamBench;
import io.slotkeeper.bench.stream.StreamReport;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private static final int SHARDS = 3;
    private static final int REPLICAS = 1;

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
        Layout layout = new Layout(redis.binary(), SHARDS, REPLICAS);
        StreamReport report = new StreamBench(layout, subscribers, changes, terminal::message).run(session);
        output.show(terminal, report::json, report::print);
        return report.clean() ? ExitCode.OK : ExitCode.FAILED;
    }
}
