package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.net.Host;
import io.slotkeeper.testkit.net.TestNetwork;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hosts that are cut off, in every direction, and what their clients and all others see of it. */
@Tag("faults")
@ExtendWith(SharedHosts.class)
class NetworkCutIT {
    /** The lease and the time to fence, at the defaults. */
    private static final Duration FENCED = Duration.ofMillis(1_250);

    private static final Duration WRITABLE = Duration.ofMillis(2_500);
    private static final Duration ZONE_WRITABLE = Duration.ofSeconds(3);

    @FaultTest
    void aPrimaryThatIsCutOffIsFencedThenReplaced(SystemCluster cluster) {
        replaced(cluster, (network, host) -> network.cut(host));
    }

    @FaultTest
    void aPrimaryThatIsHeardByNobodyIsFencedThenReplaced(SystemCluster cluster) {
        replaced(cluster, TestNetwork::cutOut);
    }

    @FaultTest
    void aPrimaryThatHearsNobodyIsFencedThenReplaced(SystemCluster cluster) {
        replaced(cluster, TestNetwork::cutIn);
    }

    private static void replaced(SystemCluster cluster, BiFunction<TestNetwork, Host, Long> cut) {
        try (FaultWatch watch = FaultWatch.start(cluster).atHeir("s1").inside("s1")) {
            long fault = cut.apply(cluster.network(), cluster.host(watch.primary("s1")));
            Duration writable = watch.awaitHeirWritable("s1", fault);
            Duration last = watch.lastInside("s1", fault);
            FaultFigures.add("primary cut off: refused inside", last, FENCED);
            FaultFigures.add("primary cut off: writable outside", writable, WRITABLE);
            watch.lossAllowed("s1", fault);
            watch.judge();
            assertThat(watch.elections("s1")).hasSize(1);
            assertThat(watch.elections("s2")).isEmpty();
            assertThat(watch.elections("s3")).isEmpty();
        }
    }

    @FaultTest
    void aPrimaryThatLosesOnlyItsReplicaStays(SystemCluster cluster) {
        try (FaultWatch watch = FaultWatch.start(cluster).inside("s1")) {
            String replica = cluster.replicas("s1").get(0);
            long fault = cluster.network()
                    .cutBetween(List.of(cluster.host(watch.primary("s1"))), List.of(cluster.host(replica)));
            stays(cluster, watch, fault);
        }
    }

    @FaultTest
    void aPrimaryThatOnlyTheCoordinatorsLoseStays(SystemCluster cluster) {
        try (FaultWatch watch = FaultWatch.start(cluster).inside("s1")) {
            List<Host> coordinators =
                    cluster.coordinatorIds().stream().map(cluster::host).toList();
            long fault = cluster.network().cutBetween(List.of(cluster.host(watch.primary("s1"))), coordinators);
            stays(cluster, watch, fault);
        }
    }

    private static void stays(SystemCluster cluster, FaultWatch watch, long fault) {
        Duration time = Duration.ofSeconds(3);
        Await.throughout(time, () -> assertThat(watch.elections("s1")).isEmpty());
        Duration last = watch.lastInside("s1", fault);
        watch.judge();
        assertThat(last).isGreaterThan(time.minusMillis(500));
        assertThat(cluster.primary("s1")).isEqualTo(watch.primary("s1"));
    }

    /** The hosts of the zone still reach each other; a coordinator is among them, but no majority. */
    @FaultTest
    void aZoneThatIsCutOffIsFencedThenReplaced(SystemCluster cluster) {
        try (FaultWatch watch = FaultWatch.start(cluster)) {
            Zone zone = Zone.withAllPrimaries(cluster);
            watch.rememberPrimaries();
            cluster.shards().forEach(shard -> watch.atHeir(shard).inside(shard));
            long fault = cluster.network().island(zone.hosts());
            for (String shard : cluster.shards()) {
                Duration writable = watch.awaitHeirWritable(shard, fault);
                FaultFigures.add("zone cut off: shard writable outside", writable, ZONE_WRITABLE);
                watch.lossAllowed(shard, fault);
            }
            for (String shard : cluster.shards()) {
                FaultFigures.add("zone cut off: refused inside", watch.lastInside(shard, fault), FENCED);
            }
            watch.judge();
        }
    }
}
