package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.Percentiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Durations measured by fault tests, and their goals; every measurement prints the distribution so far. Thread-safe. */
final class FaultFigures {
    private static final Map<String, List<Duration>> ALL = new TreeMap<>();

    private static final int PATIENCE = 4;

    private FaultFigures() {}

    /**
     * Checks a measurement loosely: the processes of a whole cluster, its clients and perhaps a build share few cores here.
     * Whether the goal is met shows in the distribution of many rounds on a quiet machine.
     *
     * @param goal that the measurement must not exceed {@value #PATIENCE} times
     */
    static synchronized void add(String what, Duration time, Duration goal) {
        List<Duration> times = ALL.computeIfAbsent(what, key -> new ArrayList<>());
        times.add(time);
        long[] nanos = times.stream().mapToLong(Duration::toNanos).toArray();
        System.out.println("FIGURE " + what + ": " + time.toMillis() + " ms; " + Percentiles.ofNanos(nanos) + ", goal "
                + goal.toMillis() + " ms");
        assertThat(time).as(what).isLessThan(goal.multipliedBy(PATIENCE));
    }
}
