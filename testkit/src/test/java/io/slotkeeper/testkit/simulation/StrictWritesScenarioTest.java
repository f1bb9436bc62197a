package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.ControlOptions;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.WriteSafety;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.HistoryEntry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code write-safety strict}: the server itself stops a primary that has lost its replicas, unless the leader lets it go on. */
class StrictWritesScenarioTest {
    private static final String NEEDED = "WRITES_NEED_A_REPLICA";
    private static final String NOT_NEEDED = "WRITES_NEED_NO_REPLICA";

    private static FakeCluster strict(int shards, int replicas) {
        FakeCluster cluster = FakeCluster.formed(
                ControlOptions.of(new ClusterSettings(shards, replicas)).withWriteSafety(WriteSafety.STRICT));
        if (replicas > 0) {
            cluster.map().shards().forEach(shard -> awaitNeed(cluster, shard.id(), 1));
        }
        return cluster;
    }

    private static void awaitNeed(FakeCluster cluster, String shard, int replicas) {
        assertThat(cluster.runUntil(() -> need(cluster.primaryOf(shard)) == replicas, 5000))
                .as("%s needs %d replicas; %s", shard, replicas, cluster.trace())
                .isTrue();
    }

    private static int need(FakeAgent agent) {
        return agent.node().requiredReplicas();
    }

    private static List<String> codes(FakeCluster cluster, String shard) {
        return cluster.log().state().history().stream()
                .filter(entry -> entry.shard().equals(shard))
                .map(HistoryEntry::code)
                .filter(code -> code.equals(NEEDED) || code.equals(NOT_NEEDED))
                .toList();
    }

    @Test
    void onlyThePrimaryNeedsAReplicaAndNothingChangesWhileAllIsWell() {
        FakeCluster cluster = strict(3, 1);
        cluster.run(30_000);

        assertThat(cluster.agents()).allSatisfy(agent -> assertThat(need(agent))
                .isEqualTo(agent.node().role() == NodeRole.PRIMARY ? 1 : 0));
        assertThat(codes(cluster, "s1")).containsExactly(NEEDED);
        assertThat(cluster.write("s1", 10)).isTrue();
    }

    @Test
    void underLeaseNobodyTouchesTheSetting() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        cluster.primaryOf("s1").node().requireReplicas(1);
        cluster.run(10_000);

        assertThat(need(cluster.primaryOf("s1"))).isEqualTo(1);
        assertThat(cluster.sent(Order.RequireReplicas.class)).isEmpty();
    }

    @Test
    void primaryThatIsCutOffTogetherWithTheDeathOfItsAgentStopsByItself() {
        FakeCluster cluster = strict(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.stopCoordinators();
        cluster.isolate(old);
        old.stop();

        cluster.run(1500);
        assertThat(cluster.acceptsWrites(old)).isTrue();
        cluster.run(200);
        assertThat(cluster.acceptsWrites(old)).isFalse();
        cluster.run(60_000);
        assertThat(cluster.acceptsWrites(old)).isFalse();
    }

    @Test
    void underLeaseItWouldGoOn() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.stopCoordinators();
        cluster.isolate(old);
        old.stop();

        cluster.run(60_000);
        assertThat(cluster.acceptsWrites(old)).isTrue();
    }

    @Test
    void deathOfTheOnlyReplicaStopsWritesForAMomentOnly() {
        FakeCluster cluster = strict(2, 1);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        cluster.crash(replica);
        assertThat(cluster.write("s1", 1)).isFalse();

        assertThat(cluster.runUntil(() -> cluster.write("s1", 1), 50)).isTrue();
        assertThat(codes(cluster, "s1")).containsExactly(NEEDED, NOT_NEEDED);
        assertThat(codes(cluster, "s2")).containsExactly(NEEDED);
        cluster.start(replica, true);
        awaitNeed(cluster, "s1", 1);
        assertThat(cluster.write("s1", 1)).isTrue();
    }

    @Test
    void silenceOfTheOnlyReplicasHostStopsWritesForAMomentOnly() {
        FakeCluster cluster = strict(1, 1);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        cluster.isolate(replica);

        assertThat(cluster.runUntil(() -> !cluster.write("s1", 1), 2000)).isTrue();
        assertThat(cluster.runUntil(() -> cluster.write("s1", 1), 300)).isTrue();
        assertThat(cluster.primaryOf("s1")).isNotEqualTo(replica);
    }

    @Test
    void replicaWhoseProcessIsStoppedDelaysNoWrite() {
        FakeCluster cluster = strict(1, 1);
        cluster.stopProcess(cluster.replicasOf("s1").get(0));

        for (int i = 0; i < 100; i++) {
            cluster.run(100);
            assertThat(cluster.write("s1", 1)).isTrue();
        }
        assertThat(codes(cluster, "s1")).containsExactly(NEEDED, NOT_NEEDED);
    }

    @Test
    void oneOfTwoReplicasIsEnough() {
        FakeCluster cluster = strict(1, 2);
        cluster.crash(cluster.replicasOf("s1").get(0));
        cluster.run(10_000);

        assertThat(codes(cluster, "s1")).containsExactly(NEEDED);
        assertThat(cluster.write("s1", 1)).isTrue();
    }

    @Test
    void shardWithoutReplicasServes() {
        FakeCluster cluster = strict(2, 0);
        cluster.run(10_000);

        assertThat(cluster.write("s1", 1)).isTrue();
        assertThat(cluster.sent(Order.RequireReplicas.class)).isEmpty();
    }

    @Test
    void newPrimaryServesAtOnceAndNeedsItsReplicasAgainLater() {
        FakeCluster cluster = strict(1, 2);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.crash(old);

        assertThat(cluster.runUntil(() -> cluster.write("s1", 1), 200)).isTrue();
        FakeAgent heir = cluster.primaryOf("s1");
        awaitNeed(cluster, "s1", 1);
        cluster.start(old, false);
        assertThat(cluster.runUntil(cluster::isReady, 10_000)).isTrue();
        cluster.run(3000);
        assertThat(need(old)).isZero();
        assertThat(need(heir)).isEqualTo(1);
    }

    @Test
    void fenceOfAnIsolatedPrimaryOutlivesTheSetting() {
        FakeCluster cluster = strict(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.isolate(old);
        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != old, 5000)).isTrue();
        assertThat(old.node().isFenced()).isTrue();
        cluster.run(2000);
        cluster.healNetwork();

        assertThat(cluster.runUntil(cluster::isReady, 10_000)).isTrue();
        cluster.run(3000);
        assertThat(old.node().isFenced()).isFalse();
        assertThat(need(old)).isZero();
        awaitNeed(cluster, "s1", 1);
    }

    @Test
    void switchoverTakesTheNeedAlong() {
        FakeCluster cluster = strict(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        long request = cluster.request(new PromotionRequest(
                ElectionKind.SWITCHOVER, "s1", Optional.empty(), PromotionRequest.DEFAULT_TIMEOUT_MILLIS));

        assertThat(cluster.runUntil(() -> cluster.answer(request).isPresent(), 3000))
                .isTrue();
        assertThat(cluster.answer(request)).containsInstanceOf(PromotionResult.Promoted.class);
        assertThat(cluster.write("s1", 1)).isTrue();
        awaitNeed(cluster, "s1", 1);
        assertThat(cluster.runUntil(() -> need(old) == 0, 3000)).isTrue();
    }

    @Test
    void restartsOfAgentNodeAndLeaderKeepIt() {
        FakeCluster cluster = strict(1, 1);
        FakeAgent primary = cluster.primaryOf("s1");
        primary.stop();
        cluster.run(300);
        primary.restart();
        cluster.run(3000);
        cluster.changeLeader();
        cluster.run(5000);
        assertThat(need(primary)).isEqualTo(1);
        assertThat(codes(cluster, "s1")).containsExactly(NEEDED);

        cluster.crash(cluster.replicasOf("s1").get(0));
        cluster.run(100);
        cluster.changeLeader();
        assertThat(cluster.runUntil(() -> cluster.write("s1", 1), 1000)).isTrue();
    }

    @Test
    void replicaThatComesAndGoesDoesNotFillTheHistory() {
        FakeCluster cluster = strict(1, 1);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        for (int i = 0; i < 20; i++) {
            cluster.crash(replica);
            cluster.run(300);
            cluster.start(replica, false);
            cluster.run(1200);
        }

        assertThat(codes(cluster, "s1")).containsExactly(NEEDED, NOT_NEEDED);
    }
}
