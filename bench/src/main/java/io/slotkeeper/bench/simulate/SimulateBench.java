package io.slotkeeper.bench.simulate;

import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.testkit.simulation.Flaw;
import io.slotkeeper.testkit.simulation.Simulator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Runs the seeds of a range until one violates an invariant, or all are run. */
public final class SimulateBench {
    private final Simulator simulator;
    private final Optional<Flaw> flaw;
    private final Consumer<String> progress;

    /**
     * The figures.
     *
     * @param run how many seeds were run
     * @param violating the lowest seed that was found to violate something
     * @param explanation the smallest scenario that fails like it, and its trace; empty without one
     */
    public record Result(
            long from, long run, double seconds, Totals totals, OptionalLong violating, String explanation) {
        /** Nothing was violated. */
        public boolean clean() {
            return violating.isEmpty();
        }

        /** How many seeds it took to find the violation; all when there is none. */
        public long needed() {
            return violating.isPresent() ? violating.getAsLong() - from + 1 : run;
        }

        /** A table, and the explanation. */
        public void print(Terminal terminal) {
            Table table =
                    new Table("SEEDS>", "FROM>", "PER SECOND>", "VIRTUAL HOURS>", "PROMOTIONS>", "WRITES>", "LOST>");
            table.row(
                    Cell.of(run),
                    Cell.of(from),
                    Cell.of(Math.round(run / seconds)),
                    Cell.of(Math.round(totals.millis() / 3_600_000.0)),
                    Cell.of(totals.promotions()),
                    Cell.of(totals.acknowledged()),
                    Cell.of(totals.lost()));
            terminal.block(table.render(terminal.ansi()));
            terminal.line("lost: acknowledged, not received by the replica that a failover promoted, and reported");
            if (violating.isPresent()) {
                terminal.line(explanation);
                terminal.line("again: slotkeeper bench simulate --seed " + violating.getAsLong());
            } else {
                terminal.line("no invariant was violated");
            }
        }

        /** One JSON document. */
        public String json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("from", from);
            json.put("seeds", run);
            json.put("seconds", seconds);
            json.put("virtualMillis", totals.millis());
            json.put("promotions", totals.promotions());
            json.put("acknowledged", totals.acknowledged());
            json.put("lost", totals.lost());
            violating.ifPresent(seed -> json.put("violatingSeed", seed));
            json.put("explanation", explanation);
            return Json.write(json);
        }
    }

    /**
     * Nothing is run yet.
     *
     * @param flaw a deliberate mistake to run with
     * @param progress hears a line now and then
     */
    public SimulateBench(Optional<Flaw> flaw, Consumer<String> progress) {
        this.flaw = flaw;
        this.simulator = new Simulator(flaw.map(EnumSet::of).orElse(EnumSet.noneOf(Flaw.class)));
        this.progress = progress;
    }

    /**
     * Runs the seeds.
     *
     * @throws InterruptedException if the thread is interrupted; the workers stop
     */
    public Result run(long from, long count, int threads) throws InterruptedException {
        long start = System.nanoTime();
        SeedWorkers workers = new SeedWorkers(simulator, from, count);
        workers.run(threads, progress);
        double seconds = (System.nanoTime() - start) / 1e9;
        OptionalLong violating = workers.violating();
        String explanation = violating.isPresent() ? simulator.explain(violating.getAsLong()) : "";
        return new Result(from, workers.totals().seeds(), seconds, workers.totals(), violating, explanation);
    }

    /** What happens in the run of one seed, line by line. */
    public String trace(long seed) {
        return simulator.trace(seed);
    }

    /** The mistake that it runs with. */
    public Optional<Flaw> flaw() {
        return flaw;
    }
}
