package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.FormerPrimary;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.record.ElectionAborted;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.HistoryEntry;
import io.slotkeeper.core.record.PrimaryActivated;
import io.slotkeeper.core.record.PrimaryElected;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailoverScenarioTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void crashedPrimaryIsReplacedWithinMilliseconds(int shards) {
        FakeCluster cluster = FakeCluster.formed(shards, 1);
        FakeAgent old = cluster.primaryOf("s1");
        FakeAgent replica = cluster.replicasOf("s1").get(0);

        cluster.crash(old);

        assertThat(cluster.runUntil(() -> cluster.write(replica, 1), 5))
                .as("writable within 5 ms")
                .isTrue();
        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 10)).isTrue();
        assertThat(cluster.primaryOf("s1")).isEqualTo(replica);
        HistoryEntry entry = lastPromotion(cluster);
        assertThat(entry.code()).isEqualTo("PRIMARY_CRASHED");
        assertThat(entry.figures()).containsKeys("detectMicros", "commitMicros", "promoteMicros", "epoch");
        assertThat(entry.figures()).containsEntry("estimatedLossBytes", 0L);
        assertThat(entry.figures().get("detectMicros")).isBetween(150L, 2000L);
    }

    @Test
    void electionIsCommittedBeforeThePromotionIsOrdered() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        cluster.log().commitMicros(30_000);

        cluster.crash(cluster.primaryOf("s2"));
        cluster.run(29);
        assertThat(cluster.sent(Order.Promote.class)).isEmpty();
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 10))
                .isTrue();

        assertThat(cluster.shard("s2").state()).isEqualTo(ShardState.FAILING_OVER);
        assertThat(cluster.log().records()).last().isInstanceOf(PrimaryElected.class);
    }

    @Test
    void promotionCarriesTermEpochSlotsAndADeadlineOnTheAgentsClock() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        FakeAgent replica = cluster.replicasOf("s2").get(0);
        String runBefore = "run-" + cluster.primaryOf("s2").identity().port() + "-1";
        NodeId former = cluster.primaryOf("s2").node().id();

        cluster.crash(cluster.primaryOf("s2"));
        cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 10);

        Effect.Send sent = cluster.sent(Order.Promote.class).get(0);
        assertThat(sent.agent()).isEqualTo(replica.name());
        assertThat(sent.address()).isEqualTo(replica.identity().commandAddress());
        assertThat(sent.command().guard().term()).isEqualTo(cluster.log().term());
        assertThat(sent.command().guard().shard()).isEqualTo("s2");
        assertThat(sent.command().guard().epoch()).isEqualTo(2);
        long secondsLeft = sent.command().guard().notAfterNanos() - replica.clockNanos();
        assertThat(secondsLeft).isBetween(1_900_000_000L, 2_000_000_000L);
        assertThat(sent.command().order())
                .isEqualTo(new Order.Promote(
                        cluster.shard("s2").slots(),
                        0,
                        runBefore,
                        LeaseTiming.defaults(),
                        List.of(),
                        Optional.of(new FormerPrimary(former, 2))));
    }

    @Test
    void oldPrimaryComesBackAsReplicaAndTheClusterIsHealthy() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.crash(old);
        cluster.run(3000);

        cluster.start(old, false);
        cluster.run(3000);

        assertThat(old.node().role()).isEqualTo(NodeRole.REPLICA);
        assertThat(old.node().primary()).contains(cluster.primaryOf("s1").node().id());
        assertThat(old.node().isFenced()).isFalse();
        assertThat(cluster.leader().loop().overview(cluster.now()).phase()).isEqualTo("active");
    }

    @Test
    void theLossIsEstimatedFromTheOffsets() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        replica.node().freeze(true);
        cluster.write("s1", 7);
        cluster.run(200);

        cluster.crash(cluster.primaryOf("s1"));
        cluster.run(50);

        assertThat(lastPromotion(cluster).figures()).containsEntry("estimatedLossBytes", 70L);
    }

    @Test
    void ofTwoReplicasTheOneFurtherAheadAfterAFreshReportWins() {
        FakeCluster cluster = FakeCluster.formed(2, 2);
        List<FakeAgent> replicas = cluster.replicasOf("s1");
        replicas.get(0).node().freeze(true);
        cluster.write("s1", 5);

        cluster.crash(cluster.primaryOf("s1"));
        cluster.run(50);

        assertThat(cluster.primaryOf("s1")).isEqualTo(replicas.get(1));
        assertThat(cluster.shard("s1").state()).isEqualTo(ShardState.ACTIVE);
        assertThat(replicas.get(0).node().primary())
                .contains(replicas.get(1).node().id());
    }

    @Test
    void aReplicaThatDoesNotAnswerTheRefreshDelaysTheElectionByAtMostTwentyMillis() {
        FakeCluster cluster = FakeCluster.formed(2, 2);
        List<FakeAgent> replicas = cluster.replicasOf("s1");
        settle(cluster, replicas.get(1), OrderType.REPORT);
        replicas.get(1).next(OrderType.REPORT, Reaction.LOST);
        long crashed = cluster.nanos();

        cluster.crash(cluster.primaryOf("s1"));
        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 100)).isTrue();

        assertThat((cluster.nanos() - crashed) / 1_000_000).isBetween(20L, 26L);
    }

    @Test
    void candidateThatDiesInTheMiddleIsGivenUpAndTheNextOneElected() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        FakeAgent first = cluster.replicasOf("s1").get(0);
        first.next(OrderType.PROMOTE, Reaction.LOST);
        cluster.crash(cluster.primaryOf("s1"));
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 50))
                .isTrue();

        cluster.crash(first);
        assertThat(cluster.runUntil(() -> isActive(cluster, 3), 1500)).isTrue();

        assertThat(aborts(cluster)).singleElement().satisfies(a -> assertThat(a.code())
                .isEqualTo("CANDIDATE_GONE"));
        assertThat(cluster.shard("s1").epoch()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL", "REFUSE_LATE", "UNDELIVERED"})
    void promotionThatCertainlyDidNotHappenIsFollowedByTheNextCandidate(Reaction reaction) {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        List<FakeAgent> replicas = cluster.replicasOf("s1");
        replicas.get(0).next(OrderType.PROMOTE, reaction);

        cluster.crash(cluster.primaryOf("s1"));
        assertThat(cluster.runUntil(() -> isActive(cluster, 3), 100)).isTrue();

        assertThat(cluster.primaryOf("s1")).isEqualTo(replicas.get(1));
        assertThat(aborts(cluster)).singleElement().satisfies(a -> assertThat(a.code())
                .isEqualTo("PROMOTION_FAILED"));
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE_BUT_UNKNOWN", "UNDONE_AND_UNKNOWN", "DONE_BUT_REPLY_LOST", "LOST"})
    void unknownOutcomeIsNeverFollowedByAnotherCandidate(Reaction reaction) {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        List<FakeAgent> replicas = cluster.replicasOf("s1");
        replicas.get(0).next(OrderType.PROMOTE, reaction);
        replicas.get(0).next(OrderType.PROMOTE, reaction);

        cluster.crash(cluster.primaryOf("s1"));
        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 6000)).isTrue();

        assertThat(cluster.primaryOf("s1")).isEqualTo(replicas.get(0));
        assertThat(aborts(cluster)).isEmpty();
        assertThat(cluster.sent(Order.Promote.class)).allSatisfy(sent -> assertThat(sent.agent())
                .isEqualTo(replicas.get(0).name()));
    }

    @Test
    void primaryThatRestartedEmptyIsFencedBeforeItsReplicaIsPromoted() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeAgent old = cluster.primaryOf("s1");
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        cluster.restartUnseen(old, true);

        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 200)).isTrue();
        cluster.run(2000);

        assertThat(cluster.primaryOf("s1")).isEqualTo(replica);
        assertThat(replica.node().keys()).isEqualTo(100);
        assertThat(old.node().keys()).isEqualTo(100);
        assertThat(old.node().isFenced()).isFalse();
        List<Class<?>> orders = cluster.effects(Effect.Send.class)
                .map(s -> s.command().order())
                .filter(o -> o instanceof Order.Fence || o instanceof Order.Promote)
                .<Class<?>>map(Object::getClass)
                .toList();
        assertThat(orders).containsExactly(Order.Fence.class, Order.Promote.class);
        assertThat(lastActivated(cluster)).isPresent();
    }

    @Test
    void primaryThatCannotBeFencedStopsTheElection() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeAgent old = cluster.primaryOf("s1");
        old.next(OrderType.FENCE, Reaction.FAIL);
        cluster.restartUnseen(old, true);

        assertThat(cluster.runUntil(() -> !aborts(cluster).isEmpty(), 200)).isTrue();

        assertThat(aborts(cluster).get(0).code()).isEqualTo("FENCE_FAILED");
        assertThat(cluster.sent(Order.Promote.class)).isEmpty();
        assertThat(cluster.runUntil(() -> isActive(cluster, 3), 500))
                .as("the next attempt")
                .isTrue();
    }

    @Test
    void primaryWhoseAgentDiesBeforeTheFenceIsNotReplaced() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeAgent old = cluster.primaryOf("s1");
        old.next(OrderType.FENCE, Reaction.LOST);
        cluster.restartUnseen(old, true);
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Fence.class).isEmpty(), 200))
                .isTrue();

        cluster.run(1);
        cluster.depart(old);
        cluster.run(10_000);

        assertThat(cluster.sent(Order.Promote.class)).isEmpty();
        assertThat(cluster.shard("s1").state()).isEqualTo(ShardState.ACTIVE);
    }

    @Test
    void oldPrimaryThatComesBackDuringAnUnknownPromotionNeverEndsTheElection() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        FakeAgent old = cluster.primaryOf("s1");
        FakeAgent candidate = cluster.replicasOf("s1").get(0);
        candidate.next(OrderType.PROMOTE, Reaction.UNDONE_AND_UNKNOWN);
        old.next(OrderType.FENCE, Reaction.FAIL);
        cluster.crash(old);
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 100))
                .isTrue();

        cluster.start(old, false);
        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 1000)).isTrue();

        assertThat(cluster.primaryOf("s1")).isEqualTo(candidate);
        assertThat(aborts(cluster)).isEmpty();
    }

    @Test
    void newLeaderFinishesTheFailover() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        FakeAgent candidate = cluster.replicasOf("s1").get(0);
        candidate.next(OrderType.PROMOTE, Reaction.LOST);
        cluster.crash(cluster.primaryOf("s1"));
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 100))
                .isTrue();

        cluster.changeLeader();
        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 10)).isTrue();

        assertThat(cluster.primaryOf("s1")).isEqualTo(candidate);
    }

    @Test
    void newLeaderFencesWhatItsPredecessorMeantToFence() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        old.next(OrderType.FENCE, Reaction.LOST);
        cluster.restartUnseen(old, true);
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Fence.class).isEmpty(), 200))
                .isTrue();

        cluster.changeLeader();
        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 50)).isTrue();

        assertThat(cluster.sent(Order.Fence.class)).hasSize(2);
    }

    @Test
    void primaryThatCrashesWithoutAnyLeaderIsReplacedByTheNextOne() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        cluster.loseLeader();
        cluster.crash(cluster.primaryOf("s1"));
        cluster.run(5000);
        assertThat(cluster.sent(Order.Promote.class)).isEmpty();

        cluster.changeLeader();

        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 200)).isTrue();
    }

    @Test
    void lostElectionProposalIsMadeAgain() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        cluster.log().failNext(PrimaryElected.class::isInstance, false);
        cluster.crash(cluster.primaryOf("s1"));

        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 200)).isTrue();
    }

    @Test
    void electionThatIsCommittedAfterAllIsCarriedOut() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        cluster.log().failNext(PrimaryElected.class::isInstance, true);
        cluster.crash(cluster.primaryOf("s1"));

        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 200)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lostActivationIsProposedAgain(boolean committedAnyway) {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        cluster.log().failNext(PrimaryActivated.class::isInstance, committedAnyway);
        cluster.crash(cluster.primaryOf("s1"));

        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 300)).isTrue();
    }

    @Test
    void lostAbortIsProposedAgain() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        cluster.replicasOf("s1").get(0).next(OrderType.PROMOTE, Reaction.FAIL);
        cluster.log().failNext(ElectionAborted.class::isInstance, false);
        cluster.crash(cluster.primaryOf("s1"));

        assertThat(cluster.runUntil(
                        () -> cluster.allActive() && cluster.shard("s1").epoch() >= 2, 1000))
                .isTrue();
    }

    @Test
    void secondFailoverOfAShardWaitsForTheMinimumInterval() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        cluster.crash(cluster.primaryOf("s1"));
        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 100)).isTrue();
        long first = cluster.nanos();
        cluster.run(100);

        cluster.crash(cluster.primaryOf("s1"));
        assertThat(cluster.runUntil(() -> isActive(cluster, 3), 2000)).isTrue();

        assertThat((cluster.nanos() - first) / 1_000_000).isBetween(1000L, 1150L);
        assertThat(cluster.effects(Effect.Note.class)).anyMatch(n -> n.code().equals("MIN_INTERVAL"));
    }

    @Test
    void crashRightAfterASwitchoverIsNotHeldUpByTheMinimumInterval() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        cluster.request(new PromotionRequest(ElectionKind.SWITCHOVER, "s1", Optional.empty(), 2000));
        assertThat(cluster.runUntil(() -> isActive(cluster, 2), 100)).isTrue();
        cluster.run(200);

        cluster.crash(cluster.primaryOf("s1"));

        assertThat(cluster.runUntil(() -> isActive(cluster, 3), 100)).isTrue();
    }

    @Test
    void shardWithoutReplicasWaitsAndSaysWhy() {
        FakeCluster cluster = FakeCluster.formed(2, 0);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.crash(old);
        cluster.run(2000);

        assertThat(cluster.shard("s1").state()).isEqualTo(ShardState.ACTIVE);
        assertThat(cluster.effects(Effect.Note.class).map(Effect.Note::code))
                .contains("NO_ELIGIBLE_REPLICA", "SHARD_LOST");

        cluster.start(old, false);
        cluster.run(5000);
        assertThat(cluster.leader().loop().overview(cluster.now()).phase()).isEqualTo("active");
    }

    @Test
    void allPrimariesAtOnceAreAllReplaced() {
        FakeCluster cluster = FakeCluster.formed(5, 1);
        List<FakeAgent> primaries = cluster.map().shards().stream()
                .map(s -> cluster.primaryOf(s.id()))
                .toList();

        cluster.crashTogether(primaries);

        assertThat(cluster.runUntil(
                        () -> cluster.allActive()
                                && cluster.map().shards().stream().allMatch(s -> s.epoch() == 2),
                        20))
                .isTrue();
    }

    private static void settle(FakeCluster cluster, FakeAgent agent, OrderType type) {
        long before = count(cluster, agent, type);
        cluster.runUntil(() -> count(cluster, agent, type) > before, 5000);
        cluster.run(5);
    }

    private static long count(FakeCluster cluster, FakeAgent agent, OrderType type) {
        return cluster.effects(Effect.Send.class)
                .filter(s ->
                        s.agent().equals(agent.name()) && s.command().order().type() == type)
                .count();
    }

    private static boolean isActive(FakeCluster cluster, long epoch) {
        return cluster.shard("s1").state() == ShardState.ACTIVE
                && cluster.shard("s1").epoch() == epoch;
    }

    private static HistoryEntry lastPromotion(FakeCluster cluster) {
        return cluster.log().state().history().stream()
                .filter(entry -> entry.event().equals("PRIMARY_ACTIVATED"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static List<ElectionAborted> aborts(FakeCluster cluster) {
        return cluster.log().records().stream()
                .filter(ElectionAborted.class::isInstance)
                .map(ElectionAborted.class::cast)
                .toList();
    }

    private static Optional<SlotMapRecord> lastActivated(FakeCluster cluster) {
        return cluster.log().records().stream()
                .filter(PrimaryActivated.class::isInstance)
                .reduce((a, b) -> b);
    }
}
