package io.slotkeeper.testkit.simulation;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Runs whole clusters in virtual time, one seed each: same seed, same run. Stateless; seeds may be run by many threads.
 *
 * <pre>{@code
 * Simulator simulator = new Simulator();
 * Simulator.Outcome outcome = simulator.run(42);
 * outcome.violation().ifPresent(v -> print(simulator.explain(42)));
 * }</pre>
 */
public final class Simulator {
    private final Set<Flaw> flaws;

    /**
     * What became of one run.
     *
     * @param violation what did not hold; empty when everything did
     * @param acknowledged writes that clients were promised
     * @param lost acknowledged writes that failovers lost and reported
     * @param promotions epochs that all shards have gone through
     * @param millis of virtual time
     */
    public record Outcome(
            long seed, Optional<String> violation, long acknowledged, long lost, long promotions, long millis) {}

    /** The product as it is. */
    public Simulator() {
        this(EnumSet.noneOf(Flaw.class));
    }

    /** The product with deliberate mistakes around it. */
    public Simulator(Set<Flaw> flaws) {
        this.flaws = Set.copyOf(flaws);
    }

    /** Runs the scenario of a seed. */
    public Outcome run(long seed) {
        return run(Scenario.of(seed));
    }

    Outcome run(Scenario scenario) {
        Storm storm = new Storm(scenario, flaws, false);
        Optional<String> violation = violation(storm).map(Simulator::text);
        FakeCluster cluster = storm.cluster();
        return new Outcome(
                scenario.seed(),
                violation,
                cluster.histories().acknowledged(),
                cluster.histories().lost(),
                cluster.map().shards().stream()
                        .mapToLong(shard -> shard.epoch() - 1)
                        .sum(),
                (long) cluster.time().millis());
    }

    /** What happened in the run of a seed, line by line, and how it ended. */
    public String trace(long seed) {
        return trace(Scenario.of(seed));
    }

    /** Why a seed fails: the smallest scenario that was found to fail in the same way, and its trace. */
    public String explain(long seed) {
        Scenario whole = Scenario.of(seed);
        Optional<String> violation = run(whole).violation();
        if (violation.isEmpty()) {
            return "seed " + seed + " violates nothing";
        }
        String kind = kind(violation.get());
        Scenario smallest = minimise(whole, kind);
        return "seed " + seed + " violates: " + violation.get() + "\n"
                + "with " + smallest.faults().size() + " of its "
                + whole.faults().size() + " faults:\n"
                + trace(smallest);
    }

    Scenario minimise(Scenario failing, String kind) {
        return new Minimiser(s ->
                        run(s).violation().filter(v -> kind(v).equals(kind)).isPresent())
                .minimise(failing);
    }

    private String trace(Scenario scenario) {
        Storm storm = new Storm(scenario, flaws, true);
        Optional<RuntimeException> violation = violation(storm);
        return scenario + "\n" + String.join("\n", storm.cluster().traceLines()) + "\n"
                + violation.map(Simulator::text).map(v -> "VIOLATED: " + v).orElse("nothing is violated");
    }

    private static Optional<RuntimeException> violation(Storm storm) {
        try {
            storm.run();
            return Optional.empty();
        } catch (RuntimeException e) {
            // An invariant; or what the product throws out of a decision, which is its mistake as well.
            return Optional.of(e);
        }
    }

    private static String text(RuntimeException e) {
        return e instanceof InvariantViolation ? e.getMessage() : e + " at " + e.getStackTrace()[0];
    }

    /** Two violations are of one kind when they differ in names and numbers only. */
    static String kind(String violation) {
        int end = violation.indexOf(':');
        return violation.substring(0, end < 0 ? violation.length() : end).replaceAll("[acs]?\\d+", "#");
    }
}
