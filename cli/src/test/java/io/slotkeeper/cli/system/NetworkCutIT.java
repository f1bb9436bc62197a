package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.net.Host;
import io.slotkeeper.testkit.net.TestNetwork;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hosts that are cut off, in every direction, and what their clients and all others see of it. */
@Tag("faults")
@ExtendWith(SharedHosts.class)
class NetworkCutIT {
    /** The lease and the time to fence, at the defaults, and a little for the measurement. */
    private static final Duration FENCED = Duration.ofMillis(1_300);

    private static final Duration WRITABLE = Duration.ofMillis(2_500);

    @Test
    void aPrimaryThatIsCutOffIsFencedThenReplaced(SystemCluster cluster) {
        replaced(cluster, (network, host) -> network.cut(host));
    }

    @Test
    void aPrimaryThatIsHeardByNobodyIsFencedThenReplaced(SystemCluster cluster) {
        replaced(cluster, TestNetwork::cutOut);
    }

    @Test
    void aPrimaryThatHearsNobodyIsFencedThenReplaced(SystemCluster cluster) {
        replaced(cluster, TestNetwork::cutIn);
    }

    private static void replaced(SystemCluster cluster, BiFunction<TestNetwork, Host, Long> cut) {
        try (FaultWatch watch = FaultWatch.start(cluster).atHeir("s1").inside("s1")) {
            long fault = cut.apply(cluster.network(), cluster.host(watch.primary("s1")));
            Duration writable = watch.awaitHeirWritable("s1", fault);
            Duration last = watch.lastInside("s1", fault);
            System.out.printf(
                    "Inside refused after %d ms, outside writable after %d ms%n", last.toMillis(), writable.toMillis());
            watch.lossAllowed("s1", fault);
            watch.judge();
            assertThat(last).as("last write acknowledged inside").isLessThan(FENCED);
            assertThat(writable).as("time until writable outside").isLessThan(WRITABLE);
            assertThat(watch.elections("s1")).hasSize(1);
            assertThat(watch.elections("s2")).isEmpty();
            assertThat(watch.elections("s3")).isEmpty();
        }
    }

    @Test
    void aPrimaryThatLosesOnlyItsReplicaStays(SystemCluster cluster) {
        try (FaultWatch watch = FaultWatch.start(cluster).inside("s1")) {
            String replica = cluster.replicas("s1").get(0);
            long fault = cluster.network()
                    .cutBetween(List.of(cluster.host(watch.primary("s1"))), List.of(cluster.host(replica)));
            stays(cluster, watch, fault);
        }
    }

    @Test
    void aPrimaryThatOnlyTheCoordinatorsLoseStays(SystemCluster cluster) {
        try (FaultWatch watch = FaultWatch.start(cluster).inside("s1")) {
            List<Host> coordinators =
                    cluster.coordinatorIds().stream().map(cluster::host).toList();
            long fault = cluster.network().cutBetween(List.of(cluster.host(watch.primary("s1"))), coordinators);
            stays(cluster, watch, fault);
        }
    }

    private static void stays(SystemCluster cluster, FaultWatch watch, long fault) {
        Duration time = Duration.ofSeconds(4);
        Await.throughout(time, () -> assertThat(watch.elections("s1")).isEmpty());
        Duration last = watch.lastInside("s1", fault);
        System.out.printf("Inside still accepted after %d ms%n", last.toMillis());
        watch.judge();
        assertThat(last).isGreaterThan(time.minusMillis(500));
        assertThat(cluster.primary("s1")).isEqualTo(watch.primary("s1"));
    }

    @Test
    void aZoneThatIsLostIsReplaced(SystemCluster cluster) {
        List<String> zone = Stream.of("c1", "a1", "a3", "a5").toList();
        try (FaultWatch watch = FaultWatch.start(cluster)) {
            List<String> shards = cluster.shards().stream()
                    .filter(shard -> zone.contains(watch.primary(shard)))
                    .toList();
            shards.forEach(shard -> watch.atHeir(shard).inside(shard));
            long fault =
                    cluster.network().island(zone.stream().map(cluster::host).toList());
            for (String shard : shards) {
                System.out.printf(
                        "%s writable after %d ms%n",
                        shard, watch.awaitHeirWritable(shard, fault).toMillis());
                watch.lossAllowed(shard, fault);
            }
            for (String shard : shards) {
                System.out.printf(
                        "%s last inside after %d ms%n",
                        shard, watch.lastInside(shard, fault).toMillis());
            }
            watch.judge();
        }
    }
}
