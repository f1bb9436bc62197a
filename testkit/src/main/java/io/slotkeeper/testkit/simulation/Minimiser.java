package io.slotkeeper.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Makes a failing scenario smaller as long as it fails: delta debugging (Zeller and Hildebrandt, 2002) over the faults, then fair
 * weather and a smaller cluster where that still fails. Gives up after {@link #MOST_RUNS} runs.
 */
final class Minimiser {
    static final int MOST_RUNS = 400;

    private static final List<UnaryOperator<Setup>> SIMPLER =
            List.of(Setup::calm, Setup::withoutLoss, Setup::withoutDuplicates, Setup::withoutDelays);

    private final Predicate<Scenario> fails;
    private int runs;

    Minimiser(Predicate<Scenario> fails) {
        this.fails = scenario -> runs < MOST_RUNS && tried(fails, scenario);
    }

    private boolean tried(Predicate<Scenario> predicate, Scenario scenario) {
        runs++;
        return predicate.test(scenario);
    }

    /** The smallest scenario that was found to fail; the given one must fail. */
    Scenario minimise(Scenario failing) {
        Scenario smallest = withFewerFaults(failing);
        for (UnaryOperator<Setup> simpler : SIMPLER) {
            Scenario candidate = smallest.with(simpler.apply(smallest.setup()));
            if (!candidate.equals(smallest) && fails.test(candidate)) {
                smallest = withFewerFaults(candidate);
            }
        }
        return smallest;
    }

    private Scenario withFewerFaults(Scenario failing) {
        List<Fault> faults = failing.faults();
        int parts = 2;
        while (!faults.isEmpty() && parts <= Math.max(2, faults.size())) {
            List<Fault> smaller = smaller(failing, faults, parts);
            if (smaller.size() < faults.size()) {
                faults = smaller;
                parts = Math.max(2, parts - 1);
            } else if (parts >= faults.size()) {
                break;
            } else {
                parts = Math.min(faults.size(), parts * 2);
            }
        }
        return failing.with(faults);
    }

    /** Without one of so many parts; the same if every part is needed. */
    private List<Fault> smaller(Scenario failing, List<Fault> faults, int parts) {
        for (int part = 0; part < parts; part++) {
            int from = faults.size() * part / parts;
            int to = faults.size() * (part + 1) / parts;
            List<Fault> rest = new ArrayList<>(faults.subList(0, from));
            rest.addAll(faults.subList(to, faults.size()));
            if (to > from && fails.test(failing.with(rest))) {
                return rest;
            }
        }
        return faults;
    }
}
