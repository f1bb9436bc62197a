package io.slotkeeper.bench;

import io.slotkeeper.bench.simulate.SimulateBench;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.testkit.simulation.Flaw;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slotkeeper bench simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Whole clusters in virtual time, one seed each: faults of every kind, and the invariants after every step."
                        + " Stops at the first violation, prints the smallest scenario that was found to fail like it, and"
                        + " ends with exit code 1. With --flaw it is the other way round: the mistake must be found.")
final class SimulateCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "10000",
            converter = Bounded.Seeds.class,
            description = "How many seeds. Default: ${DEFAULT-VALUE}.")
    int seeds;

    @Option(
            names = "--from",
            paramLabel = "SEED",
            defaultValue = "0",
            converter = Bounded.Seed.class,
            description = "The first of them. Default: ${DEFAULT-VALUE}.")
    int from;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Bounded.Threads.class,
            description = "Seeds that are run at once. Default: as many as the machine has processors.")
    Integer threads;

    @Option(names = "--seed", paramLabel = "SEED", converter = Bounded.Seed.class, description = "Only this one.")
    Integer seed;

    @Option(names = "--trace", description = "With --seed: print all that happens, one line each.")
    boolean trace;

    @Option(
            names = "--flaw",
            paramLabel = "NAME",
            description = "Run with a deliberate mistake around the product, to see that it is found: one of"
                    + " ${COMPLETION-CANDIDATES}.")
    Flaw flaw;

    @Mixin
    OutputOption output;

    @Override
    public Integer call() {
        if (trace && seed == null) {
            throw new ParameterException(spec.commandLine(), "--trace needs --seed: name the seed whose run to print.");
        }
        Terminal terminal = Terminal.of(spec);
        SimulateBench bench = new SimulateBench(Optional.ofNullable(flaw), terminal::message);
        if (trace) {
            terminal.line(bench.trace(seed));
        }
        SimulateBench.Result result = run(bench);
        if (!trace) {
            tell(terminal, result);
        }
        return (result.clean() == (flaw == null) ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private SimulateBench.Result run(SimulateBench bench) {
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        try {
            return seed == null ? bench.run(from, seeds, workers) : bench.run(seed, 1, 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted", e);
        }
    }

    private void tell(Terminal terminal, SimulateBench.Result result) {
        output.show(terminal, result::json, to -> {
            result.print(to);
            if (flaw != null) {
                to.line(flaw + (result.clean() ? " was not found by " : " was found by ") + result.needed() + " seeds");
            }
        });
    }
}
