package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.FormerPrimary;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.record.ElectionAborted;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.PrimaryElected;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SwitchoverScenarioTest {
    private static final PromotionRequest SWITCHOVER =
            new PromotionRequest(ElectionKind.SWITCHOVER, "s1", Optional.empty(), 1000);

    private FakeCluster cluster;
    private FakeAgent old;
    private FakeAgent replica;

    @BeforeEach
    void form() {
        cluster = FakeCluster.formed(2, 1);
        old = cluster.primaryOf("s1");
        replica = cluster.replicasOf("s1").get(0);
    }

    @Test
    void pausesPromotesFromTheOffsetResumesAndAnswers() {
        long request = cluster.request(SWITCHOVER);
        assertThat(cluster.runUntil(() -> cluster.answer(request).isPresent(), 50))
                .isTrue();

        assertThat(orders())
                .containsExactly(
                        new Order.PauseWrites(1000),
                        new Order.Promote(
                                cluster.shard("s1").slots(),
                                old.node().offset(),
                                "run-" + old.identity().port() + "-1",
                                LeaseTiming.defaults(),
                                List.of(),
                                Optional.of(new FormerPrimary(old.node().id(), 1))),
                        new Order.ResumeWrites(true));
        PromotionResult.Promoted promoted =
                (PromotionResult.Promoted) cluster.answer(request).orElseThrow();
        assertThat(promoted.primary().agent()).isEqualTo(replica.name());
        assertThat(promoted.version()).isEqualTo(cluster.map().version());
        assertThat(promoted.blockedMicros()).isBetween(1L, 20_000L);
        assertThat(old.node().role()).isEqualTo(NodeRole.REPLICA);
        assertThat(old.node().isPaused(cluster.nanos())).isFalse();
        assertThat(replica.node().keys()).isEqualTo(100);
        assertThat(cluster.write("s1", 1)).isTrue();
    }

    /** Its offsets begin anew, and a link that is cut looks as if it was up for long. */
    @Test
    void aPrimaryThatRestartedMeanwhileKeepsWhatItsReplicaDoesNotHave() {
        cluster.delayNext(OrderType.PAUSE_WRITES, 100);
        long request = cluster.request(SWITCHOVER);
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.PauseWrites.class).isEmpty(), 50))
                .isTrue();
        cluster.network().cutBothWays(old.name(), replica.name());
        assertThat(cluster.write("s1", 7)).isTrue();
        cluster.restartUnseen(old, false);

        assertThat(cluster.runUntil(() -> cluster.answer(request).isPresent(), 1000))
                .isTrue();
        PromotionResult.Refused refused =
                (PromotionResult.Refused) cluster.answer(request).orElseThrow();
        assertThat(refused.code()).isEqualTo(RefusalCode.REPLICA_NOT_IN_SYNC);
        assertThat(refused.text()).contains("process that the primary is now", "try again");
        cluster.run(3000);
        assertThat(cluster.primaryOf("s1")).isEqualTo(old);
        assertThat(old.node().keys()).isEqualTo(107);
        assertThat(cluster.write("s1", 1)).isTrue();
    }

    @Test
    void theDeadlineIsConservativeOnTheAgentsClock() {
        cluster.request(SWITCHOVER);
        cluster.runUntil(() -> !cluster.sent(Order.PauseWrites.class).isEmpty(), 50);
        long pausedAt = cluster.nanos();
        cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 50);

        long clockAhead = replica.clockNanos() - cluster.nanos();
        long pauseEndsOnAgentsClock = pausedAt + clockAhead + 1_000_000_000L;
        assertThat(cluster.sent(Order.Promote.class).get(0).command().guard().notAfterNanos())
                .isBetween(pauseEndsOnAgentsClock - 55_000_000L, pauseEndsOnAgentsClock - 50_000_000L);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL", "DONE_BUT_UNKNOWN", "LOST", "UNDELIVERED", "REFUSE_STALE"})
    void failedPauseIsUndone(Reaction reaction) {
        old.next(OrderType.PAUSE_WRITES, reaction);

        assertRefused(cluster.request(SWITCHOVER), RefusalCode.PRIMARY_DOWN, "PAUSE_FAILED");
        assertThat(cluster.sent(Order.Promote.class)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL", "REFUSE_LATE", "UNDELIVERED", "UNDONE_AND_UNKNOWN", "LOST"})
    void promotionThatDidNotHappenIsUndone(Reaction reaction) {
        replica.next(OrderType.PROMOTE, reaction);

        assertRefused(cluster.request(SWITCHOVER), RefusalCode.TIMED_OUT, "SWITCHOVER_TIMED_OUT");
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE_BUT_UNKNOWN", "DONE_BUT_REPLY_LOST"})
    void promotionThatHappenedUnnoticedIsFinished(Reaction reaction) {
        replica.next(OrderType.PROMOTE, reaction);

        long request = cluster.request(SWITCHOVER);
        assertThat(cluster.runUntil(() -> cluster.answer(request).isPresent(), 3000))
                .isTrue();

        assertThat(cluster.answer(request).orElseThrow()).isInstanceOf(PromotionResult.Promoted.class);
        assertThat(cluster.primaryOf("s1")).isEqualTo(replica);
        assertThat(old.node().isPaused(cluster.nanos())).isFalse();
    }

    @Test
    void theCheckUsesTheNextEpochSoThatNoDelayedPromotionFollows() {
        replica.next(OrderType.PROMOTE, Reaction.LOST);
        cluster.request(SWITCHOVER);
        cluster.run(1100);

        assertThat(cluster.sent(Order.Report.class)).anySatisfy(sent -> {
            assertThat(sent.agent()).isEqualTo(replica.name());
            assertThat(sent.command().guard().shard()).isEqualTo("s1");
            assertThat(sent.command().guard().epoch()).isEqualTo(3);
        });
    }

    @Test
    void primaryThatDiesDuringTheSwitchoverIsFailedOverAtOnce() {
        old.next(OrderType.PAUSE_WRITES, Reaction.LOST);
        long request = cluster.request(SWITCHOVER);
        cluster.run(5);

        cluster.crash(old);
        assertThat(cluster.runUntil(() -> cluster.answer(request).isPresent(), 1500))
                .isTrue();
        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1").equals(replica), 100))
                .isTrue();

        assertThat(cluster.shard("s1").epoch()).isEqualTo(3);
    }

    @Test
    void candidateThatDiesDuringTheSwitchoverLeavesTheOldPrimaryInPlace() {
        replica.next(OrderType.PROMOTE, Reaction.LOST);
        long request = cluster.request(SWITCHOVER);
        cluster.run(5);

        cluster.crash(replica);
        assertThat(cluster.runUntil(() -> cluster.answer(request).isPresent(), 4000))
                .isTrue();

        assertThat(cluster.primaryOf("s1")).isEqualTo(old);
        assertThat(cluster.write("s1", 1)).isTrue();
    }

    @Test
    void candidateThatIsPromotedAndDiesIsReplacedAgain() {
        replica.next(OrderType.PROMOTE, Reaction.DONE_BUT_REPLY_LOST);
        cluster.request(SWITCHOVER);
        cluster.run(30);
        cluster.crash(replica);

        assertThat(cluster.runUntil(
                        () -> cluster.shard("s1").state() == ShardState.ACTIVE && cluster.write("s1", 1), 10_000))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "DONE_BUT_REPLY_LOST", "OBEY"})
    void newLeaderEndsASwitchoverInItsPause(Reaction reaction) {
        old.next(OrderType.PAUSE_WRITES, reaction);
        cluster.request(SWITCHOVER);
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.PauseWrites.class).isEmpty(), 50))
                .isTrue();

        cluster.changeLeader();

        assertThat(cluster.runUntil(cluster::allActive, 200)).isTrue();
        assertThat(cluster.primaryOf("s1")).isEqualTo(old);
        cluster.run(5);
        assertThat(cluster.write("s1", 1)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "DONE_BUT_REPLY_LOST", "OBEY"})
    void newLeaderEndsASwitchoverInItsPromotion(Reaction reaction) {
        replica.next(OrderType.PROMOTE, reaction);
        cluster.request(SWITCHOVER);
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 50))
                .isTrue();
        cluster.run(1);

        cluster.changeLeader();

        assertThat(cluster.runUntil(cluster::allActive, 2500)).isTrue();
        assertThat(cluster.primaryOf("s1")).isEqualTo(reaction == Reaction.LOST ? old : replica);
        assertThat(cluster.runUntil(() -> cluster.write("s1", 1), 50)).isTrue();
    }

    @Test
    void newLeaderEndsASwitchoverInItsResumption() {
        old.next(OrderType.RESUME_WRITES, Reaction.LOST);
        cluster.request(SWITCHOVER);
        assertThat(cluster.runUntil(
                        () -> !cluster.sent(Order.ResumeWrites.class).isEmpty(), 50))
                .isTrue();

        cluster.changeLeader();

        assertThat(cluster.runUntil(cluster::allActive, 2500)).isTrue();
        assertThat(cluster.primaryOf("s1")).isEqualTo(replica);
        cluster.run(20);
        assertThat(old.node().isPaused(cluster.nanos())).isFalse();
    }

    @Test
    void leadershipLostAnswersTheRequest() {
        long request = cluster.request(SWITCHOVER);
        cluster.loseLeader();

        assertThat(cluster.answer(request)).hasValueSatisfying(result -> assertThat(result)
                .isInstanceOfSatisfying(PromotionResult.Refused.class, refused -> assertThat(refused.code())
                        .isEqualTo(RefusalCode.OUTCOME_UNKNOWN)));
    }

    @Test
    void failedElectionProposalIsAnsweredWithOutcomeUnknown() {
        cluster.log().failNext(PrimaryElected.class::isInstance, false);
        long request = cluster.request(SWITCHOVER);
        cluster.run(10);

        assertThat(((PromotionResult.Refused) cluster.answer(request).orElseThrow()).code())
                .isEqualTo(RefusalCode.OUTCOME_UNKNOWN);
        assertThat(cluster.allActive()).isTrue();
    }

    @Test
    void everyOrderIsSentOnce() {
        cluster.request(SWITCHOVER);
        cluster.run(5000);

        assertThat(orders()).hasSize(3);
    }

    private void assertRefused(long request, RefusalCode code, String abort) {
        assertThat(cluster.runUntil(() -> cluster.answer(request).isPresent(), 4000))
                .isTrue();
        PromotionResult.Refused refused =
                (PromotionResult.Refused) cluster.answer(request).orElseThrow();
        assertThat(refused.code()).isEqualTo(code);
        assertThat(cluster.log().records().stream()
                        .filter(ElectionAborted.class::isInstance)
                        .map(record -> ((ElectionAborted) record).code()))
                .containsExactly(abort);
        assertThat(cluster.sent(Order.ResumeWrites.class))
                .last()
                .satisfies(sent -> assertThat(sent.command().order()).isEqualTo(new Order.ResumeWrites(false)));
        assertThat(cluster.primaryOf("s1")).isEqualTo(old);
        assertThat(cluster.allActive()).isTrue();
        assertThat(cluster.write("s1", 1)).as("writable again").isTrue();
    }

    private List<Order> orders() {
        return cluster.effects(Effect.Send.class)
                .map(send -> send.command().order())
                .filter(o ->
                        o instanceof Order.PauseWrites || o instanceof Order.Promote || o instanceof Order.ResumeWrites)
                .toList();
    }
}
