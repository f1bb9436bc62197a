package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.WriteLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Wall clocks that are set while processes run: nothing that decides may look at them. */
@Tag("faults")
@ExtendWith(PrintLogs.class)
class ClockStepIT implements PrintLogs.Source {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WATCHED = Duration.ofSeconds(3);

    private static SystemCluster cluster;
    private static SteppedClock leader;
    private static SteppedClock agent;

    @BeforeAll
    static void start(@TempDir Path directory) {
        assumeThat(SteppedClock.missing()).as("stepped clocks").isEmpty();
        leader = new SteppedClock(directory.resolve("c1"));
        agent = new SteppedClock(directory.resolve("a1"));
        List.of(leader, agent).forEach(clock -> clock.set(Duration.ZERO));
        Places places = Places.LOOPBACK.with(Map.of("c1", leader, "a1", agent));
        cluster = SystemCluster.start(SystemOptions.of("clocks", 1, 1).withPlaces(places));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    public SystemCluster cluster() {
        return cluster;
    }

    @Test
    void clocksOfLeaderAndAgentAreSteppedEitherWay() {
        long version = cluster.version();
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(100, SystemCluster.SOON);
            for (Duration step : List.of(HOUR, HOUR.negated())) {
                leader.set(step);
                agent.set(step.negated());
                Await.throughout(WATCHED, () -> assertThat(cluster.version()).isEqualTo(version));
            }
            load.awaitMore(100, SystemCluster.SOON);
            History history = load.stop();
            assertThat(history.errors()).as("refused writes").isEmpty();
            assertThat(new HistoryChecker(cluster.addresses()).check(history).clean())
                    .isTrue();
        }
    }
}
