package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeds, each of which is a whole run of a cluster with faults. {@code slotkeeper bench simulate} runs a million. */
class SimulatorTest {
    private static final long FIXED = 300;

    /** Fresh ones in every build; the base is printed, and can be given to run the same ones again. */
    private static final long FRESH = Long.getLong("slotkeeper.seeds", 300);

    private static final long BASE = Long.getLong("slotkeeper.seed", new Random().nextInt(1_000_000_000));

    private final Simulator simulator = new Simulator();

    @Test
    void fixedSeedsViolateNothing() {
        run(0, FIXED);
    }

    @Test
    void freshSeedsViolateNothing() {
        System.out.println("seeds from " + BASE + " on; the same again: -Dslotkeeper.seed=" + BASE);
        run(BASE, FRESH);
    }

    private void run(long from, long count) {
        long promotions = 0;
        for (long seed = from; seed < from + count; seed++) {
            Simulator.Outcome outcome = simulator.run(seed);
            promotions += outcome.promotions();
            if (outcome.violation().isPresent()) {
                throw new AssertionError(simulator.explain(seed));
            }
        }
        assertThat(promotions).as("promotions of all runs").isGreaterThan(count / 3);
    }

    @Test
    void sameSeedIsTheSameRun() {
        assertThat(simulator.trace(7)).isEqualTo(simulator.trace(7)).contains("FAULT");
        assertThat(simulator.run(8)).isEqualTo(simulator.run(8));
    }

    /** A simulation that cannot fail proves nothing: a deliberate mistake breaks an invariant for one of so many seeds. */
    @ParameterizedTest
    @CsvSource({
        "LEASE_NOT_WAITED_FOR, 0",
        "PROMISE_IGNORED, 0",
        "MAJORITY_NOT_ASKED, 200",
        "STALE_TERM_OBEYED, 200",
        "PRIMARY_NOT_RECHECKED, 400",
    })
    void everyMistakeIsFound(Flaw flaw, long from) {
        Simulator flawed = new Simulator(EnumSet.of(flaw));
        long seed = from;
        while (flawed.run(seed).violation().isEmpty()) {
            seed++;
            assertThat(seed).as("seeds without a violation").isLessThan(from + 2000);
        }
        System.out.println(flaw + " is found by seed " + seed);
        String explanation = flawed.explain(seed);
        assertThat(explanation).contains("seed " + seed + " violates", "FAULT", "VIOLATED");
    }
}
