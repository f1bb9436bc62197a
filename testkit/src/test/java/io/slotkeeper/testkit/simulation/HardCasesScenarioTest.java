package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.record.ElectionAborted;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.PrimaryElected;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two or more misfortunes at once: data must survive them, and no shard may stay between two states. */
class HardCasesScenarioTest {

    @Test
    void switchoverToAReplicaOfAnotherHistoryIsRefused() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent primary = cluster.primaryOf("s1");
        repeat(primary, OrderType.ALLOW_SYNC, Reaction.FAIL, 100);
        cluster.restartUnseen(primary, false);
        cluster.run(2500);
        assertThat(cluster.write("s1", 5)).isTrue();
        cluster.run(200);

        long request = cluster.request(new PromotionRequest(ElectionKind.SWITCHOVER, "s1", Optional.empty(), 1000));
        cluster.run(2000);

        assertThat(cluster.primaryOf("s1")).as("has the 5 acknowledged keys").isEqualTo(primary);
        assertThat(refusal(cluster, request)).isEqualTo(RefusalCode.NO_ELIGIBLE_REPLICA);
        assertThat(refusal(
                        cluster,
                        cluster.request(new PromotionRequest(
                                ElectionKind.SWITCHOVER,
                                "s1",
                                Optional.of(cluster.replicasOf("s1").get(0).name()),
                                1000))))
                .isEqualTo(RefusalCode.REPLICA_NOT_IN_SYNC);
    }

    @Test
    void emptyPrimaryDoesNotTrustTheOldWordOfASilentAgent() {
        FakeCluster cluster = FakeCluster.gathered(1, 1);
        assertThat(cluster.runUntil(cluster::isReady, 20_000)).isTrue();
        cluster.run(3000);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        replica.stop();
        cluster.run(1500);
        assertThat(cluster.write("s1", 100)).isTrue();

        cluster.restartUnseen(cluster.primaryOf("s1"), true);
        cluster.run(1500);

        assertThat(replica.node().keys()).isEqualTo(100);
    }

    @Test
    void aFewNewKeysDoNotMakeAnEmptyPrimaryWipeItsReplica() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        replica.stop();
        cluster.restartUnseen(cluster.primaryOf("s1"), true);
        cluster.run(2500);
        assertThat(cluster.write("s1", 1)).isTrue();
        cluster.run(15_000);

        assertThat(replica.node().keys()).isEqualTo(100);
    }

    @Test
    void primaryThatCanNeverBeFencedDoesNotFloodTheHistory() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeAgent old = cluster.primaryOf("s1");
        repeat(old, OrderType.FENCE, Reaction.FAIL, 5000);
        cluster.restartUnseen(old, true);
        cluster.run(1000);

        assertThat(elections(cluster)).isBetween(2L, 5L);
        cluster.run(60_000);
        assertThat(elections(cluster)).isLessThan(14);
    }

    @Test
    void promotionThatCertainlyNeverReachedADepartedAgentIsGivenUp() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        List<FakeAgent> replicas = cluster.replicasOf("s1");
        cluster.crash(cluster.primaryOf("s1"));
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 50))
                .isTrue();

        cluster.depart(replicas.get(0));

        assertThat(cluster.runUntil(() -> isActive(cluster, 3), 1000)).isTrue();
        assertThat(cluster.primaryOf("s1")).isEqualTo(replicas.get(1));
    }

    @Test
    void candidateThatIsGoneIsGivenUpOnlyOnceNoDelayedPromotionCanReachIt() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        FakeAgent first = cluster.replicasOf("s1").get(0);
        first.next(OrderType.PROMOTE, Reaction.LOST);
        cluster.crash(cluster.primaryOf("s1"));
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 50))
                .isTrue();

        cluster.crash(first);
        assertThat(cluster.runUntil(() -> !aborts(cluster).isEmpty(), 100)).isTrue();

        assertThat(aborts(cluster)).containsExactly("CANDIDATE_GONE");
        assertThat(cluster.sent(Order.Report.class)).anySatisfy(sent -> {
            assertThat(sent.agent()).isEqualTo(first.name());
            assertThat(sent.command().guard().shard()).isEqualTo("s1");
            assertThat(sent.command().guard().epoch()).isEqualTo(3);
        });
    }

    @Test
    void candidateThatComesBackAfterTheLostAnswerToItsSealIsGivenUp() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        FakeAgent first = cluster.replicasOf("s1").get(0);
        first.next(OrderType.PROMOTE, Reaction.LOST);
        cluster.crash(cluster.primaryOf("s1"));
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 50))
                .isTrue();

        repeat(first, OrderType.REPORT, Reaction.DONE_BUT_REPLY_LOST, 3);
        cluster.crash(first);
        cluster.run(50);
        cluster.start(first, false);

        assertThat(cluster.runUntil(() -> isActive(cluster, 3), 6000)).isTrue();
    }

    @Test
    void newLeaderGivesUpWhatItsPredecessorMeantToGiveUp() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        FakeAgent first = cluster.replicasOf("s1").get(0);
        first.next(OrderType.PROMOTE, Reaction.LOST);
        cluster.log().failNext(ElectionAborted.class::isInstance, false);
        cluster.crash(cluster.primaryOf("s1"));
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 50))
                .isTrue();
        cluster.crash(first);
        cluster.run(5);

        cluster.start(first, false);
        cluster.run(1);
        cluster.changeLeader();

        assertThat(cluster.runUntil(() -> isActive(cluster, 3), 6000)).isTrue();
    }

    @Test
    void primaryThatHangsBeforeTheFenceEndsTheElection() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        old.next(OrderType.FENCE, Reaction.LOST);
        long request = cluster.request(new PromotionRequest(ElectionKind.FAILOVER, "s1", Optional.empty(), 1000));
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Fence.class).isEmpty(), 50))
                .isTrue();

        cluster.hang(old, true);
        cluster.run(10_000);

        assertThat(cluster.shard("s1").state()).isEqualTo(ShardState.ACTIVE);
        assertThat(refusal(cluster, request)).isEqualTo(RefusalCode.PRIMARY_NOT_FENCED);
    }

    @Test
    void requestIsAnsweredEvenIfThePromotionNeverEnds() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        repeat(cluster.replicasOf("s1").get(0), OrderType.PROMOTE, Reaction.LOST, 100);
        long request = cluster.request(new PromotionRequest(ElectionKind.FAILOVER, "s1", Optional.empty(), 1000));
        cluster.run(6000);

        assertThat(refusal(cluster, request)).isEqualTo(RefusalCode.OUTCOME_UNKNOWN);
        assertThat(cluster.shard("s1").state()).isEqualTo(ShardState.FAILING_OVER);
    }

    private static void repeat(FakeAgent agent, OrderType type, Reaction reaction, int times) {
        for (int i = 0; i < times; i++) {
            agent.next(type, reaction);
        }
    }

    private static RefusalCode refusal(FakeCluster cluster, long request) {
        return ((PromotionResult.Refused) cluster.answer(request).orElseThrow()).code();
    }

    private static boolean isActive(FakeCluster cluster, long epoch) {
        return cluster.shard("s1").state() == ShardState.ACTIVE
                && cluster.shard("s1").epoch() == epoch;
    }

    private static long elections(FakeCluster cluster) {
        return cluster.log().records().stream()
                .filter(PrimaryElected.class::isInstance)
                .count();
    }

    private static List<String> aborts(FakeCluster cluster) {
        return cluster.log().records().stream()
                .filter(ElectionAborted.class::isInstance)
                .map(record -> ((ElectionAborted) record).code())
                .toList();
    }
}
