package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.record.ElectionAborted;
import io.slotkeeper.core.record.ElectionKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Defects that seeds of the simulator have found, told as stories. Invariants hold after every step. */
class FoundBySeedsScenarioTest {

    @Test
    void aPrimaryThatRestartsDuringItsFailoverIsFencedAgain() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.replicasOf("s1").get(0).next(OrderType.PROMOTE, Reaction.LOST);
        request(cluster, ElectionKind.FAILOVER, 1000);
        assertThat(cluster.runUntil(() -> old.node().isFenced(), 100)).isTrue();
        cluster.run(100);
        cluster.restartUnseen(old, false);

        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != old, 8000)).isTrue();
        assertThat(cluster.sent(Order.Fence.class)).hasSizeGreaterThanOrEqualTo(2);
    }

    /** Its agent alone does not run: whoever answers anybody is replaced by nobody. */
    @Test
    void aPrimaryThatCanBeReachedAgainIsNotReplaced() {
        FakeCluster cluster = FakeCluster.formed(1, 2, true);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.isolateFromCoordinators(old);
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 4000))
                .isTrue();
        cluster.healNetwork();
        old.process().pause(2500);
        cluster.run(2400);

        assertThat(cluster.primaryOf("s1")).isEqualTo(old);
        cluster.run(5000);
        assertThat(cluster.write(cluster.primaryOf("s1"), 1)).isTrue();
    }

    /** Its agent has restarted too, so that nobody but the leader can know that it has to be fenced. */
    @Test
    void aLeaderThatWasPausedListensBeforeItOrdersAPromotionAgain() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.replicasOf("s1").get(0).next(OrderType.PROMOTE, Reaction.LOST);
        request(cluster, ElectionKind.FAILOVER, 1000);
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 100))
                .isTrue();
        cluster.restartUnseen(old, false);
        old.stop();
        old.restart();
        cluster.run(1000);
        cluster.leader().process().pause(2500);

        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != old, 12_000))
                .isTrue();
        assertThat(cluster.write("s1", 1)).isTrue();
    }

    @Test
    void whatACandidateAcknowledgedBeforeItDiedIsKept() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        FakeAgent candidate = cluster.replicasOf("s1").get(0);
        cluster.coordinators().forEach(c -> cluster.network().cut(candidate.name(), c.name()));
        cluster.crash(old);
        assertThat(cluster.runUntil(() -> candidate.node().role() == NodeRole.PRIMARY, 100))
                .isTrue();
        assertThat(cluster.write(candidate, 5)).isTrue();
        cluster.crash(candidate);
        cluster.healNetwork();
        cluster.run(5000);
        cluster.start(old, false);
        cluster.start(candidate, false);

        assertThat(cluster.runUntil(cluster::isReady, 20_000)).isTrue();
        assertThat(cluster.primaryOf("s1")).isEqualTo(candidate);
        assertThat(candidate.node().keys()).isEqualTo(105);
        assertThat(cluster.log().records()).noneMatch(ElectionAborted.class::isInstance);
    }

    @Test
    void aSwitchoverWhoseNodesBothDieLeavesTheShardToTheThird() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        FakeAgent old = cluster.primaryOf("s1");
        FakeAgent candidate = cluster.replicasOf("s1").get(0);
        FakeAgent third = cluster.replicasOf("s1").get(1);
        candidate.next(OrderType.PROMOTE, Reaction.LOST);
        request(cluster, ElectionKind.SWITCHOVER, 1000);
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 100))
                .isTrue();
        cluster.changeLeader();
        cluster.crashTogether(List.of(old, candidate));

        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") == third && cluster.allActive(), 10_000))
                .isTrue();
    }

    /** The candidate is cut off in the moment of its promotion: nobody tells the old primary, whose pause runs out. */
    @Test
    void aPauseThatRunsOutEndsInAFence() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        FakeAgent old = cluster.primaryOf("s1");
        FakeAgent candidate = cluster.replicasOf("s1").get(0);
        request(cluster, ElectionKind.SWITCHOVER, 300);
        assertThat(cluster.runUntil(() -> candidate.node().role() == NodeRole.PRIMARY, 100))
                .isTrue();
        cluster.isolate(candidate);

        assertThat(cluster.runUntil(() -> old.node().isFenced(), 400)).isTrue();
        assertThat(cluster.acceptsWrites(candidate)).isTrue();
        cluster.run(10_000);
        assertThat(cluster.acceptsWrites(candidate)).isFalse();
    }

    /** The order to unfence was sent before the election, and arrives after the fence. */
    @Test
    void aLateOrderToUnfenceDoesNotOpenAPrimaryThatIsBeingReplaced() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.delayNext(OrderType.UNFENCE, 300);
        old.node().fenced = true;
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Unfence.class).isEmpty(), 500))
                .isTrue();
        cluster.replicasOf("s1").get(0).next(OrderType.PROMOTE, Reaction.LOST);
        request(cluster, ElectionKind.FAILOVER, 1000);
        cluster.run(1000);

        assertThat(old.node().isFenced()).isTrue();
        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != old, 5000)).isTrue();
    }

    /** Its agent can neither fence nor kill it at once, while a replica's agent has kept its promise to the end. */
    @Test
    void aPrimaryThatHangsAtTheEndOfItsLeaseIsKilledBeforeAReplicaIsPromoted() {
        FakeCluster cluster = FakeCluster.formed(1, 2, true);
        FakeAgent old = cluster.primaryOf("s1");
        List<FakeAgent> replicas = cluster.replicasOf("s1");
        cluster.isolateFromCoordinators(old);
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 4000))
                .isTrue();
        cluster.stopProcess(old);
        cluster.redis().clientWrites(old.node());

        assertThat(cluster.runUntil(
                        () -> replicas.stream().anyMatch(r -> r.node().role() == NodeRole.PRIMARY), 4000))
                .isTrue();
        cluster.hang(old, false);
        assertThat(old.node().isUp()).isFalse();
    }

    /** The crash that called for the failover was that of the process before; nobody knows how this one is. */
    @Test
    void aNewLeaderTakesOnlyAProcessForDeadThatIsSeenGone() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        FakeAgent candidate = cluster.replicasOf("s1").get(0);
        cluster.delayNext(OrderType.PROMOTE, 1900);
        cluster.crash(old);
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 100))
                .isTrue();
        cluster.start(old, false);
        cluster.run(50);
        cluster.changeLeader();
        old.process().pause(4000);
        cluster.run(5000);

        assertThat(candidate.node().role()).isEqualTo(NodeRole.REPLICA);
    }

    /** What the replica said last was that it held nothing; it has received everything since. */
    @Test
    void aPrimaryThatRestartsEmptyDoesNotEmptyAReplicaThatHasJustSynced() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent replica = cluster.primaryOf("s1");
        cluster.restartUnseen(replica, true);
        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != replica, 2000))
                .isTrue();
        cluster.network().cut(replica.name(), cluster.leader().name());
        assertThat(cluster.runUntil(() -> replica.node().keys() == 100, 500)).isTrue();
        cluster.restartUnseen(cluster.primaryOf("s1"), true);
        cluster.run(3000);
        cluster.healNetwork();
        cluster.run(10_000);

        assertThat(cluster.primaryOf("s1").node().keys()).isEqualTo(100);
    }

    /** Gossip reaches nobody while the first replica is primary: the second one counts on from what it has heard. */
    @Test
    void aPrimaryThatNobodyHasHeardOfDoesNotWinWhenItIsBack() {
        FakeCluster cluster = FakeCluster.formed(2, 2);
        FakeAgent unheard = promoteUnheard(cluster);
        FakeAgent successor = cluster.primaryOf("s1");
        assertThat(successor.node().configEpoch).isLessThanOrEqualTo(unheard.node().configEpoch);
        cluster.healNetwork();

        assertThat(cluster.runUntil(() -> cluster.isReady() && unheard.node().role() == NodeRole.REPLICA, 10_000))
                .isTrue();
        assertThat(cluster.primaryOf("s1")).isEqualTo(successor);
        assertThat(cluster.write("s1", 1)).isTrue();
    }

    @Test
    void aSuccessorWithoutTheNewerClaimGetsIt() {
        FakeCluster cluster = FakeCluster.formed(2, 2);
        FakeAgent unheard = promoteUnheard(cluster);
        FakeNode successor = cluster.primaryOf("s1").node();

        assertThat(cluster.runUntil(() -> successor.configEpoch > unheard.node().configEpoch, 10_000))
                .isTrue();
        assertThat(cluster.sent(Order.BumpEpoch.class)).isNotEmpty();
        cluster.healNetwork();
        assertThat(cluster.runUntil(cluster::isReady, 10_000)).isTrue();
        assertThat(cluster.primaryOf("s1").node()).isEqualTo(successor);
    }

    private static FakeAgent promoteUnheard(FakeCluster cluster) {
        FakeAgent unheard = cluster.replicasOf("s1").get(0);
        cluster.redis().gossipEvery(100_000);
        cluster.agents().stream().filter(other -> other != unheard).forEach(other -> cluster.network()
                .cutBothWays(unheard.name(), other.name()));
        String id = unheard.node().id().hex();
        cluster.request(new PromotionRequest(ElectionKind.FAILOVER, "s1", Optional.of(id), 1000));
        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") == unheard, 1000))
                .isTrue();
        cluster.run(5000);
        cluster.isolateFromCoordinators(unheard);
        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != unheard, 8000))
                .isTrue();
        return unheard;
    }

    private static void request(FakeCluster cluster, ElectionKind kind, long timeoutMillis) {
        cluster.request(new PromotionRequest(kind, "s1", Optional.empty(), timeoutMillis));
    }
}
