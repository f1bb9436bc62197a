package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.net.TestNetwork;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nobody is left to fence a primary that is cut off: under {@code --write-safety strict} the server stops by itself, some time
 * after another one has taken its place. That gap is documented; nothing may outlast it.
 */
@Tag("faults")
@ExtendWith(PrintLogs.class)
class AgentKilledIT implements PrintLogs.Source {
    /** Two seconds of lag, by the whole second, and a second until the server looks again. */
    private static final Duration STOPPED = Duration.ofSeconds(3);

    private static final Duration WRITABLE = Duration.ofSeconds(4);

    private static SystemCluster cluster;

    @BeforeAll
    static void start() {
        assumeThat(TestNetwork.missing()).as("test networks").isEmpty();
        Places places = Places.on(TestNetwork.create(List.of("c1", "a1", "a2")));
        cluster = SystemCluster.start(SystemOptions.of("strict-hosts", 1, 1)
                .withPlaces(places)
                .withCoordinatorFlags("--write-safety=strict"));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void heal() {
        cluster.heal();
        String primary = cluster.primary("s1");
        Await.asserted(SystemCluster.SOON, () -> {
            try (RedisProbe probe = cluster.probe(primary)) {
                assertThat(probe.config("min-replicas-to-write"))
                        .as("strictness of %s", primary)
                        .isEqualTo("1");
            }
        });
    }

    @Override
    public SystemCluster cluster() {
        return cluster;
    }

    @FaultTest
    void theAgentIsKilledJustBeforeItsHostIsCutOff() {
        try (FaultWatch watch = FaultWatch.start(cluster).atHeir("s1").inside("s1")) {
            String former = watch.primary("s1");
            cluster.agent(former).terminateForcibly();
            long fault = cluster.network().cut(cluster.host(former));
            Duration writable = watch.awaitHeirWritable("s1", fault);
            FaultFigures.add("agent killed, then cut off: writable outside", writable, WRITABLE);
            Await.until(
                    SystemCluster.SOON,
                    () -> "the time by when the server stops",
                    () -> System.nanoTime() - fault > STOPPED.plusSeconds(1).toNanos());
            Duration last = watch.lastInside("s1", fault);
            FaultFigures.add("agent killed, then cut off: refused inside", last, STOPPED);
            assertThat(last).isLessThan(STOPPED.plusMillis(500));
            watch.secondPrimaryAllowed("s1", fault, last);
            watch.judge();
        }
    }
}
