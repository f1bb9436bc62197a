package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.WriteLoad;
import org.junit.jupiter.api.Test;

/** Redis 6.2, as the embedded-redis library ships it: the oldest that is supported. */
class OldRedisIT {
    @Test
    void formsFailsOverAndSwitchesOver() {
        RedisBinary embedded = RedisBinary.embedded();
        assertThat(embedded.version()).startsWith("6.2");
        try (SystemCluster cluster =
                SystemCluster.start(SystemOptions.of("redis62", 1, 1).withBinary(embedded))) {
            ClusterChecks.assertServes(cluster, 1, 1);
            failOver(cluster);
            switchOver(cluster);
        }
    }

    private static void failOver(SystemCluster cluster) {
        String former = cluster.primary("s1");
        String heir = cluster.replicas("s1").get(0);
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(100, SystemCluster.SOON);
            long killed = cluster.server(former).kill9();
            load.awaitAckSentAfter(killed, slot -> true, SystemCluster.SOON);
            // The write is accepted a commit earlier than the slot map says so.
            Await.asserted(
                    SystemCluster.SOON, () -> assertThat(cluster.primary("s1")).isEqualTo(heir));
        }
        cluster.heal();
        assertThat(cluster.replicas("s1")).containsExactly(former);
    }

    private static void switchOver(SystemCluster cluster) {
        String heir = cluster.replicas("s1").get(0);
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(100, SystemCluster.SOON);
            Rest.Answer answer = cluster.rest().promoteNow("switchover", "s1", "");
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            load.awaitMore(100, SystemCluster.SOON);
            HistoryChecker.Report report = new HistoryChecker(cluster.addresses()).check(load.stop());
            assertThat(report.clean()).as(report.toString()).isTrue();
        }
        assertThat(cluster.primary("s1")).isEqualTo(heir);
    }
}
