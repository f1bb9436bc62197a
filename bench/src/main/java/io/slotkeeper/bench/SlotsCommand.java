package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.jmh.SlotsBench;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slotkeeper bench slots}. */
@Command(
        name = "slots",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "JMH: the slot of a key beside Jedis and Lettuce, and applying a change to the slot map.")
final class SlotsCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "1",
            converter = Bounded.Forks.class,
            description = "JVMs per benchmark; 0: all in this one, quicker and less exact. Default: ${DEFAULT-VALUE}.")
    int forks;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "20",
            converter = Bounded.Rounds.class,
            description = "Iterations of 0.1 s per benchmark; the fastest counts. Default: ${DEFAULT-VALUE}.")
    int iterations;

    @Mixin
    OutputOption output;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        try {
            SlotsBench.Result result = new SlotsBench(forks, iterations, terminal::message).run();
            output.show(terminal, result::json, result::print);
            return ExitCode.OK.code();
        } catch (BenchFailure e) {
            throw new CommandFailure(ExitCode.FAILED, e.getMessage(), e);
        }
    }
}
