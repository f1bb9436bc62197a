package io.slotkeeper.testkit.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What happens in one simulated run. A seed gives one scenario; a scenario and its seed give one run.
 *
 * @param seed of everything that is left to chance
 * @param faults in the order of their times
 */
record Scenario(long seed, Setup setup, List<Fault> faults) {
    private static final int SPREAD = 1 << 20;
    private static final int LONGEST_MILLIS = 2500;
    private static final int STRICT_ONE_IN = 4;
    private static final int MAINTENANCE_ONE_IN = 5;

    Scenario {
        faults = List.copyOf(faults);
    }

    /**
     * The scenario of a seed. Each has a random half of the kinds of faults: what needs some faults, and the absence of
     * others, is found so ("Swarm Testing", Groce and others, 2012).
     */
    static Scenario of(long seed) {
        Random random = new Random(seed);
        Setup setup = Setup.draw(random);
        List<FaultKind> all = FaultKind.accidents();
        List<FaultKind> kinds =
                all.stream().filter(kind -> random.nextBoolean()).collect(Collectors.toCollection(ArrayList::new));
        kinds.add(all.get(random.nextInt(all.size())));
        int count = 2 + random.nextInt(12);
        int spacing = 50 + random.nextInt(400);
        List<Fault> faults = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < count; i++) {
            at += random.nextInt(4) == 0 ? random.nextInt(4 * spacing) : random.nextInt(spacing);
            faults.add(new Fault(
                    at,
                    kinds.get(random.nextInt(kinds.size())),
                    random.nextInt(SPREAD),
                    random.nextInt(SPREAD),
                    duration(random)));
        }
        // Drawn last: it leaves the meaning of all seeds as it is.
        boolean strict = random.nextInt(STRICT_ONE_IN) == 0;
        faults.addAll(maintenance(random, at));
        faults.sort(Comparator.comparingLong(Fault::atMillis));
        return new Scenario(seed, setup.withStrict(strict), faults);
    }

    /** In one of some clusters. */
    private static List<Fault> maintenance(Random random, long endMillis) {
        List<Fault> faults = new ArrayList<>();
        for (FaultKind kind : FaultKind.maintenance()) {
            if (random.nextInt(MAINTENANCE_ONE_IN) == 0) {
                long at = random.nextInt((int) endMillis + 1);
                faults.add(new Fault(at, kind, random.nextInt(SPREAD), random.nextInt(SPREAD), duration(random)));
            }
        }
        return faults;
    }

    private static long duration(Random random) {
        return random.nextInt(3) == 0 ? random.nextInt(LONGEST_MILLIS) : random.nextInt(300);
    }

    Scenario with(List<Fault> others) {
        return new Scenario(seed, setup, others);
    }

    Scenario with(Setup other) {
        return new Scenario(seed, other, faults);
    }

    long endMillis() {
        return faults.stream()
                .mapToLong(f -> f.atMillis() + f.lastsMillis())
                .max()
                .orElse(0);
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + setup + "\n"
                + faults.stream().map(f -> "  " + f).collect(Collectors.joining("\n"));
    }
}
