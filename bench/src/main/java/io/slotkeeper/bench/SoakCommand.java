package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.soak.SoakBench;
import io.slotkeeper.bench.soak.SoakOutcome;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.config.DurationConverter;
import io.slotkeeper.cli.output.Terminal;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slotkeeper bench soak}. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "A cluster under load on a machine whose cores are all taken by other processes: counts failovers, of"
                        + " which there must be none. Exit code 1 when there is one, a version is missed, or a write is lost.")
final class SoakCommand implements Callable<Integer> {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    @Spec
    CommandSpec spec;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long, 1s and more. Default: ${DEFAULT-VALUE}.")
    Duration time;

    @Option(
            names = "--burners",
            paramLabel = "N",
            converter = Bounded.Burners.class,
            description = "Processes that take all the time they get. Default: two for each core.")
    Integer burners;

    @Mixin
    LoadOptions options;

    @Override
    public Integer call() {
        if (time.compareTo(SHORTEST) < 0) {
            throw new ParameterException(spec.commandLine(), "--for is " + time.toMillis() + " ms; use 1s or more.");
        }
        Terminal terminal = Terminal.of(spec);
        return new BenchSession().run(session -> measure(session, terminal)).code();
    }

    private ExitCode measure(BenchSession session, Terminal terminal) {
        Layout layout = options.layout();
        int busy = burners == null ? 2 * Runtime.getRuntime().availableProcessors() : burners;
        SoakOutcome outcome = new SoakBench(options.load(), time, busy, terminal::message)
                .run(session, () -> options.startSlotkeeper(layout));
        options.output.show(terminal, outcome::json, outcome::print);
        return outcome.clean() ? ExitCode.OK : ExitCode.FAILED;
    }
}
