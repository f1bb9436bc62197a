package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.RedisServerOptions;
import io.slotkeeper.testkit.WriteLoad;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A primary without persistence is killed and at once restarted empty: its replicas' data must survive. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(PrintLogs.class)
class EmptyRestartIT implements PrintLogs.Source {
    private static final Duration LONGER_THAN_A_SYNC = Duration.ofSeconds(7);

    private SystemCluster cluster;

    @BeforeAll
    void start() {
        cluster = SystemCluster.start(SystemOptions.of("empty", 2, 1));
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Override
    public SystemCluster cluster() {
        return cluster;
    }

    @BeforeEach
    void heal() {
        cluster.heal();
    }

    @Test
    void serves() {
        ClusterChecks.assertServes(cluster, 2, 1);
    }

    @Test
    void underTheEyesOfTheCoordinator() {
        History history = write();
        String primary = cluster.primary("s1");
        String replica = cluster.replicas("s1").get(0);
        cluster.restartEmpty(primary, UnaryOperator.identity());
        assertReplaced("s1", replica, history);
    }

    @Test
    void withoutTheSyncGuard() {
        History history = write();
        String primary = cluster.primary("s2");
        String replica = cluster.replicas("s2").get(0);
        cluster.restartEmpty(primary, options -> options.withSyncGuard(false));
        assertReplaced("s2", replica, history);
        // And with replication that does not wait for more replicas, as Redis 6.2 has it by default.
        cluster.restartEmpty(replica, options -> options.withSyncGuard(false).withLine("repl-diskless-sync no"));
        assertReplaced("s2", primary, history);
        cluster.server(replica).close();
        cluster.restartEmpty(replica, options -> RedisServerOptions.in(options.directory(), options.port()));
    }

    @Test
    void whileTheCoordinatorIsDown() {
        History history = write();
        String primary = cluster.primary("s1");
        String replica = cluster.replicas("s1").get(0);
        long keys = keys(replica);
        cluster.coordinator().kill9();
        cluster.restartEmpty(primary, UnaryOperator.identity()).awaitAnswering(SystemCluster.SOON);
        assertThat(keys(primary)).isZero();
        Await.throughout(
                LONGER_THAN_A_SYNC,
                () -> assertThat(keys(replica)).as("keys of the replica").isEqualTo(keys));
        cluster.restartCoordinator();
        assertReplaced("s1", replica, history);
    }

    private History write() {
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(300, SystemCluster.SOON);
            History history = load.stop();
            awaitReplicated();
            return history;
        }
    }

    private void awaitReplicated() {
        for (String shard : cluster.shards()) {
            String replica = cluster.replicas(shard).get(0);
            Await.asserted(SystemCluster.SOON, () -> assertThat(keys(replica)).isEqualTo(keys(cluster.primary(shard))));
        }
    }

    private void assertReplaced(String shard, String heir, History history) {
        cluster.awaitCoordinator();
        Await.until(
                SystemCluster.SOON,
                () -> heir + " as primary of " + shard + ": " + cluster.rest().get("/v1/status"),
                () -> cluster.primary(shard).equals(heir));
        cluster.heal();
        HistoryChecker.Report report = new HistoryChecker(cluster.addresses()).check(history);
        assertThat(report.clean()).as(report.toString()).isTrue();
        awaitReplicated();
    }

    private long keys(String agent) {
        try (RedisProbe probe = cluster.probe(agent)) {
            return probe.dbSize();
        }
    }
}
