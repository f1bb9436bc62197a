package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.NativeCluster;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.WriteLoad;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A native cluster under load is observed, adopted, failed over and handed back. */
@ExtendWith(PrintLogs.class)
class AdoptIT implements PrintLogs.Source {
    private static final List<String> SETTINGS = List.of(
            "cluster-replica-no-failover",
            "cluster-allow-replica-migration",
            "cluster-require-full-coverage",
            "cluster-node-timeout",
            "repl-diskless-sync",
            "repl-diskless-sync-delay",
            "min-replicas-to-write",
            "min-replicas-max-lag");
    private static final Duration NODE_TIMEOUT = Duration.ofSeconds(2);

    private SystemCluster cluster;

    @Override
    public SystemCluster cluster() {
        return cluster;
    }

    @Test
    void aRunningClusterIsTakenOverAndHandedBackUnderLoad() {
        SystemOptions options = SystemOptions.of("adopt", 3, 1).withCoordinatorFlags("--adopt");
        NativeCluster running = NativeCluster.start(options.binary(), 3, 1, NODE_TIMEOUT);
        try (SystemCluster beside = SystemCluster.beside(running.group(), options)) {
            cluster = beside;
            awaitPhase(cluster, "waiting");
            Await.asserted(SystemCluster.SOON, () -> assertThat(
                            cluster.rest().get("/v1/status").path("nodes").size())
                    .isEqualTo(6));
            Map<String, String> before = settings(cluster);
            try (WriteLoad load = cluster.load(2)) {
                load.awaitMore(200, SystemCluster.SOON);
                adopt(cluster, before, load);
                History quiet = load.stop();
                assertThat(quiet.errors()).as("errors while adopted").isEmpty();
            }
            failOver(cluster);
            try (WriteLoad load = cluster.load(2)) {
                load.awaitMore(200, SystemCluster.SOON);
                done(cluster.cli("rebalance", "--weight", "s1=1.05"), "is done");
                ClusterChecks.assertCleanForRedisCli(cluster);
                done(cluster.cli("release"), "Slotkeeper is observing");
                load.awaitMore(500, SystemCluster.SOON);
                assertThat(settings(cluster)).isEqualTo(before);
                assertThat(load.stop().errors())
                        .as("errors while rebalanced and released")
                        .isEmpty();
            }
            ClusterChecks.assertCleanForRedisCli(cluster);
            failOverNatively(cluster);
        }
    }

    private static void adopt(SystemCluster cluster, Map<String, String> before, WriteLoad load) {
        done(cluster.cli("adopt", "--dry-run"), "s1: slots 0-5460");
        done(cluster.cli("observe"), "Slotkeeper is observing");
        assertThat(settings(cluster)).isEqualTo(before);
        assertThat(cluster.cli("failover", "s1").err()).contains("promotes nobody; adopt the cluster first");
        done(cluster.cli("adopt"), "All 3 shards serve");
        cluster.awaitHealthy();
        load.awaitMore(500, SystemCluster.SOON);
        assertThat(settings(cluster)).isNotEqualTo(before);
        ClusterChecks.assertCleanForRedisCli(cluster);
    }

    private static void failOver(SystemCluster cluster) {
        String former = cluster.primary("s2");
        long entries = cluster.historyEnd();
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(200, SystemCluster.SOON);
            long killed = cluster.server(former).kill9();
            load.awaitAckOfAnother(
                    cluster.server(former).address(), killed, slot -> slot > 5500 && slot < 10_900, NODE_TIMEOUT);
            cluster.awaitHistory(entries, "s2", "PRIMARY_ACTIVATED", "PRIMARY_CRASHED");
            cluster.heal();
            History history = load.stop();
            HistoryChecker.Report report = new HistoryChecker(cluster.addresses()).check(history);
            assertThat(report.lost().size()).as(report.toString()).isLessThan(10);
        }
        ClusterChecks.assertCleanForRedisCli(cluster);
    }

    /** Redis' own failover works again, and the map follows it. */
    private static void failOverNatively(SystemCluster cluster) {
        String former = cluster.primary("s3");
        String heir = cluster.replicas("s3").get(0);
        cluster.server(former).kill9();
        Await.asserted(
                Duration.ofSeconds(30), () -> assertThat(cluster.primary("s3")).isEqualTo(heir));
        assertThat(cluster.rest().get("/v1/status").path("phase").asText()).isEqualTo("observing");
    }

    private static void awaitPhase(SystemCluster cluster, String phase) {
        cluster.awaitCoordinator();
        Await.asserted(SystemCluster.SOON, () -> assertThat(
                        cluster.rest().get("/v1/status").path("phase").asText())
                .isEqualTo(phase));
    }

    private static void done(CommandResult result, String output) {
        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.out()).contains(output);
    }

    private static Map<String, String> settings(SystemCluster cluster) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 1; i <= 6; i++) {
            try (RedisProbe probe = cluster.probe("a" + i)) {
                for (String name : SETTINGS) {
                    settings.put("a" + i + " " + name, probe.config(name));
                }
            }
        }
        return settings;
    }
}
