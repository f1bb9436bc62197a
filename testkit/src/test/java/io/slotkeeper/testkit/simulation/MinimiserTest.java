package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is left of a failing scenario is what it needs to fail. */
class MinimiserTest {
    @Test
    void findsTheThreeFaultsOfManyThatItTakes() {
        Scenario failing = scenario(40);
        List<Fault> needed = List.of(
                failing.faults().get(3),
                failing.faults().get(17),
                failing.faults().get(38));

        Scenario smallest = new Minimiser(s -> s.faults().containsAll(needed)).minimise(failing);

        assertThat(smallest.faults()).isEqualTo(needed);
    }

    @Test
    void goodWeatherStaysBadOnlyWhereItMatters() {
        Setup stormy = new Setup(2, 2, 3, 3, true, false, 0.005, 0.08, 0.06, 0.04, 2_000_000, 6000, 30_000, 500_000);
        Scenario failing = scenario(5).with(stormy);

        Scenario smallest = new Minimiser(s -> s.setup().duplicates() > 0).minimise(failing);

        assertThat(smallest.faults()).isEmpty();
        assertThat(smallest.setup().loss()).isZero();
        assertThat(smallest.setup().lateMicros()).isZero();
        assertThat(smallest.setup().duplicates()).isEqualTo(0.06);
    }

    @Test
    void nothingIsTakenFromAScenarioThatNeedsAll() {
        Scenario failing = scenario(6);

        assertThat(new Minimiser(s -> s.equals(failing)).minimise(failing)).isEqualTo(failing);
    }

    @Test
    void aRealFailureShrinksAndStillFailsInTheSameWay() {
        Simulator flawed = new Simulator(EnumSet.of(Flaw.LEASE_NOT_WAITED_FOR));
        long seed = 0;
        while (flawed.run(seed).violation().isEmpty()) {
            seed++;
        }
        Scenario whole = Scenario.of(seed);
        String kind = Simulator.kind(flawed.run(whole).violation().orElseThrow());

        Scenario smallest = flawed.minimise(whole, kind);

        assertThat(smallest.faults()).hasSizeLessThan(whole.faults().size());
        assertThat(flawed.run(smallest).violation().map(Simulator::kind)).contains(kind);
        for (Fault fault : smallest.faults()) {
            List<Fault> fewer = new ArrayList<>(smallest.faults());
            fewer.remove(fault);
            assertThat(flawed.run(smallest.with(fewer)).violation().map(Simulator::kind))
                    .as("without " + fault)
                    .isNotEqualTo(Optional.of(kind));
        }
    }

    private static Scenario scenario(int count) {
        Random random = new Random(1);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            faults.add(new Fault(i * 10L, FaultKind.NODE_CRASH, i, random.nextInt(1000), 100));
        }
        return new Scenario(1, Setup.draw(random).calm(), faults);
    }
}
