package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.RedisServer;
import io.slotkeeper.testkit.WriteLoad;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A primary whose nodes.conf is lost comes back as another node at the same address, and no coordinator saw it gone. */
class LostIdentityIT {
    @Test
    void itsReplicaTakesOver() throws IOException {
        try (SystemCluster cluster = SystemCluster.start(SystemOptions.of("identity", 1, 1))) {
            History history = write(cluster);
            String primary = cluster.primary("s1");
            String replica = cluster.replicas("s1").get(0);
            long since = cluster.historyEnd();
            cluster.coordinator().kill9();
            RedisServer server = cluster.server(primary);
            server.kill9();
            Files.delete(server.options().directory().resolve("nodes.conf"));
            server.restartEmpty().awaitAnswering(SystemCluster.SOON);
            cluster.restartCoordinator();
            cluster.awaitCoordinator();
            cluster.awaitHistory(since, "s1", "PRIMARY_ACTIVATED", "PRIMARY_CRASHED");
            assertThat(cluster.primary("s1")).isEqualTo(replica);
            HistoryChecker.Report report = new HistoryChecker(cluster.addresses()).check(history);
            assertThat(report.clean()).as(report.toString()).isTrue();
        }
    }

    /** What it acknowledges, the replica has. */
    private static History write(SystemCluster cluster) {
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(300, SystemCluster.SOON);
            History history = load.stop();
            String replica = cluster.replicas("s1").get(0);
            Await.asserted(SystemCluster.SOON, () -> assertThat(keys(cluster, replica))
                    .isEqualTo(keys(cluster, cluster.primary("s1"))));
            return history;
        }
    }

    private static long keys(SystemCluster cluster, String agent) {
        try (var probe = cluster.probe(agent)) {
            return probe.dbSize();
        }
    }
}
