package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.ClusterOverview;
import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.record.ClusterInitialized;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.NodeRegistered;
import io.slotkeeper.core.record.PrimaryElected;
import io.slotkeeper.core.record.ShardFormed;
import io.slotkeeper.core.record.ShardsPlanned;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlRulesTest {

    @ParameterizedTest
    @ValueSource(classes = {ClusterInitialized.class, NodeRegistered.class, ShardsPlanned.class, ShardFormed.class})
    void lostProposalsOfTheFormationAreMadeAgain(Class<? extends SlotMapRecord> record) {
        FakeCluster cluster = FakeCluster.gathered(2, 1);
        cluster.log().failNext(record::isInstance, false);

        assertThat(cluster.runUntil(cluster::isReady, 4000)).isTrue();
    }

    @Test
    void agentLostNeverElects() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        cluster.depart(cluster.primaryOf("s1"));
        cluster.primaryOf("s2").stop();
        cluster.run(20_000);

        assertThat(elections(cluster)).isZero();
        assertThat(notes(cluster)).contains("AGENT_LOST").doesNotContain("PRIMARY_UNREACHABLE");
    }

    @Test
    void silentAgentBesideADeadNodeIsReplacedWhenItsLeaseIsOver() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        FakeAgent old = cluster.primaryOf("s1");
        old.stop();
        cluster.crash(old);
        cluster.run(1150);
        assertThat(elections(cluster)).as("while the lease may be in use").isZero();
        cluster.run(500);

        assertThat(elections(cluster)).isEqualTo(1);
        assertThat(notes(cluster)).contains("LEASE_NOT_OVER");
        assertThat(cluster.primaryOf("s1")).isNotEqualTo(old);
    }

    @Test
    void findingsAreToldAfterASecondAndWhenTheyAreOver() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        long before = notes(cluster).size();
        cluster.crash(replica);
        cluster.run(900);
        assertThat(notes(cluster)).hasSize((int) before);

        cluster.run(300);
        assertThat(notes(cluster))
                .contains("REPLICA_DOWN", "SHARD_WITHOUT_REPLICA")
                .doesNotContain("RECOVERED");

        cluster.start(replica, false);
        cluster.run(1000);
        assertThat(notes(cluster)).contains("RECOVERED");
    }

    @Test
    void flickeringFindingIsNotTold() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        long before = notes(cluster).size();
        cluster.hang(replica, true);
        cluster.run(500);
        cluster.hang(replica, false);
        cluster.run(3000);

        assertThat(notes(cluster)).hasSize((int) before);
    }

    @Test
    void secondAgentWithATakenNameIsDismissed() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent impostor = cluster.addAgent("a1", "other", cluster.agent("a2").node());
        cluster.run(2000);

        assertThat(impostor.isRunning()).isFalse();
        assertThat(cluster.agent("a1").isRunning()).isTrue();
        assertThat(dismissals(cluster)).containsOnly("AGENT_NAME_TAKEN");
        assertThat(notes(cluster).stream().filter("AGENT_NAME_TAKEN"::equals)).hasSize(1);
    }

    @Test
    void secondAgentBesideANodeIsDismissed() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent second = cluster.addAgent("b1", "i1", cluster.agent("a1").node());
        cluster.run(2000);

        assertThat(second.isRunning()).isFalse();
        assertThat(dismissals(cluster)).containsOnly("NODE_ALREADY_GUARDED");
        assertThat(cluster.primaryOf("s1").isRunning()).isTrue();
    }

    @Test
    void agentMayBeRestarted() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent agent = cluster.primaryOf("s1");
        agent.stop();
        cluster.run(100);
        agent.restart();
        cluster.run(3000);

        assertThat(agent.isRunning()).isTrue();
        assertThat(dismissals(cluster)).isEmpty();
        assertThat(cluster.leader().loop().overview(cluster.now()).phase()).isEqualTo("active");
    }

    @Test
    void unusableNodeIsNotedOnceAndNotUsed() {
        FakeCluster cluster = FakeCluster.gathered(1, 1);
        FakeAgent bad = cluster.addAgent();
        bad.problem(NodeProblem.CLUSTER_DISABLED);
        cluster.run(5000);

        assertThat(cluster.isReady()).isTrue();
        assertThat(notes(cluster).stream().filter("NODE_CLUSTER_DISABLED"::equals))
                .hasSize(1);
        assertThat(cluster.log().state().nodes()).hasSize(2);
    }

    @Test
    void tooFewNodesAreWaitedForAndSaidSo() {
        FakeCluster cluster = FakeCluster.gathered(3, 1);
        cluster.agent("a6").stop();
        cluster.run(5000);

        ClusterOverview overview = cluster.leader().loop().overview(cluster.now());
        assertThat(overview.ready()).isFalse();
        assertThat(overview.phase()).isEqualTo("gathering");
        assertThat(overview.text()).contains("5 of 6 nodes are there; 1 more are needed");
    }

    @Test
    void spareNodesAreLeftAlone() {
        FakeCluster cluster = FakeCluster.gathered(2, 0);
        FakeAgent spare = cluster.addAgent();
        cluster.run(5000);

        assertThat(cluster.isReady()).isTrue();
        assertThat(cluster.map().shardOf(spare.node().id())).isEmpty();
    }

    @Test
    void replicaThatFollowsNobodyIsBroughtBack() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        cluster.makeStray(replica);
        cluster.run(1000);

        assertThat(replica.node().primary())
                .contains(cluster.primaryOf("s1").node().id());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5})
    void replicaThatClaimsTheSlotsWithoutALowerConfigEpochGivesThemUp(long epochAbove) {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        cluster.makeClaimant(replica, 3, epochAbove);
        cluster.run(1500);

        assertThat(cluster.sent(Order.Yield.class)).isNotEmpty().allMatch(send -> send.agent()
                .equals(replica.name()));
        assertThat(replica.node().primary())
                .contains(cluster.primaryOf("s1").node().id());
        assertThat(replica.node().keys()).isEqualTo(100);
        assertThat(cluster.leader().loop().overview(cluster.now()).shards())
                .allMatch(status -> status.findings().isEmpty());
        assertThat(elections(cluster)).isZero();
    }

    @Test
    void replicaThatClaimsTheSlotsWithALowerConfigEpochIsLeftToGossip() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        cluster.makeClaimant(cluster.replicasOf("s1").get(0), 3, -1);
        cluster.run(1500);

        assertThat(cluster.sent(Order.Yield.class)).isEmpty();
    }

    @Test
    void keysWithoutSlotsAreGivenUp() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        cluster.makeHoarder(replica, 7);
        cluster.run(1500);

        assertThat(replica.node().primary())
                .contains(cluster.primaryOf("s1").node().id());
    }

    @Test
    void farMoreKeysThanThePrimaryHasAreKept() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        cluster.makeHoarder(replica, 1000);
        cluster.run(5000);

        assertThat(replica.node().keys()).isEqualTo(1000);
        assertThat(notes(cluster)).contains("WRONG_PRIMARY");
    }

    @Test
    void nothingIsGivenUpWhileThePrimaryOfTheMapDoesNotServe() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        cluster.hang(cluster.primaryOf("s1"), true);
        cluster.run(200);
        cluster.makeClaimant(replica, 100, 5);
        cluster.run(1500);

        assertThat(cluster.sent(Order.Yield.class)).isEmpty();
        assertThat(replica.node().keys()).isEqualTo(100);
    }

    @Test
    void orderThatFailsDoesNotHoldUpTheOnesAfterIt() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        for (int i = 0; i < 100; i++) {
            replica.next(OrderType.CONFIGURE, Reaction.FAIL);
        }
        cluster.restartUnseen(replica, true);
        cluster.makeStray(replica);
        cluster.run(2000);

        assertThat(replica.node().primary())
                .contains(cluster.primaryOf("s1").node().id());
    }

    @Test
    void everyRefusalOfARequestIsReachable() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        String primary = cluster.primaryOf("s1").name();
        String other = cluster.primaryOf("s2").name();

        assertThat(refusal(cluster, "s9", null)).isEqualTo(RefusalCode.UNKNOWN_SHARD);
        assertThat(refusal(cluster, "s1", "nobody")).isEqualTo(RefusalCode.UNKNOWN_NODE);
        assertThat(refusal(cluster, "s1", other)).isEqualTo(RefusalCode.NOT_A_REPLICA);
        assertThat(refusal(cluster, "s1", primary)).isEqualTo(RefusalCode.ALREADY_PRIMARY);

        FakeAgent replica = cluster.replicasOf("s1").get(0);
        cluster.crash(replica);
        cluster.run(50);
        assertThat(refusal(cluster, "s1", replica.name())).isEqualTo(RefusalCode.REPLICA_DOWN);
        assertThat(refusal(cluster, "s1", null)).isEqualTo(RefusalCode.NO_ELIGIBLE_REPLICA);

        cluster.hang(cluster.primaryOf("s2"), true);
        cluster.run(50);
        assertThat(refusal(cluster, "s2", null)).isEqualTo(RefusalCode.PRIMARY_DOWN);
        assertThat(refusal(cluster, ElectionKind.FAILOVER, "s2", null)).isEqualTo(RefusalCode.PRIMARY_NOT_FENCED);
    }

    @Test
    void refusalsThatDependOnTheState() {
        FakeCluster forming = FakeCluster.gathered(1, 1);
        forming.log().failNext(ShardFormed.class::isInstance, false);
        assertThat(forming.runUntil(() -> !forming.map().shards().isEmpty(), 2000))
                .isTrue();
        assertThat(refusal(forming, "s1", null)).isEqualTo(RefusalCode.CLUSTER_NOT_FORMED);

        FakeCluster cluster = FakeCluster.formed(1, 1);
        cluster.request(new PromotionRequest(ElectionKind.SWITCHOVER, "s1", Optional.empty(), 1000));
        assertThat(refusal(cluster, "s1", null)).isEqualTo(RefusalCode.OPERATION_IN_PROGRESS);

        FakeCluster headless = FakeCluster.formed(1, 1);
        headless.loseLeader();
        assertThat(refusal(headless, "s1", null)).isEqualTo(RefusalCode.NOT_LEADER);

        FakeCluster unsynced = FakeCluster.formed(1, 1);
        FakeAgent replica = unsynced.replicasOf("s1").get(0);
        unsynced.primaryOf("s1").next(OrderType.ALLOW_SYNC, Reaction.FAIL);
        unsynced.restartUnseen(replica, true);
        unsynced.forgetSync(replica);
        unsynced.run(1);
        assertThat(refusal(unsynced, "s1", null)).isEqualTo(RefusalCode.NO_ELIGIBLE_REPLICA);
        assertThat(refusal(unsynced, "s1", replica.name())).isEqualTo(RefusalCode.REPLICA_NOT_IN_SYNC);
    }

    @Test
    void requestedFailoverFencesALivingPrimary() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        long request = cluster.request(new PromotionRequest(ElectionKind.FAILOVER, "s1", Optional.empty(), 1000));
        cluster.run(2000);

        assertThat(cluster.answer(request).orElseThrow()).isInstanceOf(PromotionResult.Promoted.class);
        assertThat(cluster.sent(Order.Fence.class)).hasSize(1);
        assertThat(old.node().isFenced()).isFalse();
    }

    @Test
    void sameEventsGiveSameEffects() {
        assertThat(story().leader().effects()).isEqualTo(story().leader().effects());
    }

    private static FakeCluster story() {
        FakeCluster cluster = FakeCluster.formed(3, 2);
        cluster.crash(cluster.primaryOf("s1"));
        cluster.replicasOf("s2").get(0).stop();
        cluster.run(1500);
        cluster.request(new PromotionRequest(ElectionKind.SWITCHOVER, "s3", Optional.empty(), 1000));
        cluster.run(1500);
        return cluster;
    }

    private static RefusalCode refusal(FakeCluster cluster, String shard, String to) {
        return refusal(cluster, ElectionKind.SWITCHOVER, shard, to);
    }

    private static RefusalCode refusal(FakeCluster cluster, ElectionKind kind, String shard, String to) {
        long id = cluster.request(new PromotionRequest(kind, shard, Optional.ofNullable(to), 1000));
        return ((PromotionResult.Refused) cluster.answer(id).orElseThrow()).code();
    }

    private static long elections(FakeCluster cluster) {
        return cluster.log().records().stream()
                .filter(PrimaryElected.class::isInstance)
                .count();
    }

    private static List<String> notes(FakeCluster cluster) {
        return cluster.effects(Effect.Note.class).map(Effect.Note::code).toList();
    }

    private static List<String> dismissals(FakeCluster cluster) {
        return cluster.sent(Order.Dismiss.class).stream()
                .map(send -> ((Order.Dismiss) send.command().order()).code())
                .toList();
    }
}
