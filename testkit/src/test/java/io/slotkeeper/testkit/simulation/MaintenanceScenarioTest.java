package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.control.UpkeepResult;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.Upkeep;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Maintenance pauses, and nodes that are drained for a restart. */
class MaintenanceScenarioTest {
    private static final long TIMEOUT = PromotionRequest.DEFAULT_TIMEOUT_MILLIS;

    private static UpkeepResult ask(FakeCluster cluster, UpkeepRequest request) {
        long id = cluster.request(request);
        assertThat(cluster.runUntil(() -> cluster.upkeepAnswer(id).isPresent(), 5000))
                .isTrue();
        return cluster.upkeepAnswer(id).orElseThrow();
    }

    private static UpkeepResult.Done done(FakeCluster cluster, UpkeepRequest request) {
        UpkeepResult result = ask(cluster, request);
        assertThat(result).isInstanceOf(UpkeepResult.Done.class);
        return (UpkeepResult.Done) result;
    }

    private static RefusalCode refusal(FakeCluster cluster, UpkeepRequest request) {
        UpkeepResult result = ask(cluster, request);
        assertThat(result).isInstanceOf(UpkeepResult.Refused.class);
        return ((UpkeepResult.Refused) result).code();
    }

    private static UpkeepRequest pause(String shard, long millis) {
        return new UpkeepRequest.Pause(shard, millis, "new kernel");
    }

    private static UpkeepRequest drain(FakeAgent agent) {
        return new UpkeepRequest.Drain(agent.name(), TIMEOUT);
    }

    private static List<String> codes(FakeCluster cluster) {
        return cluster.log().state().history().stream()
                .map(entry -> entry.code())
                .toList();
    }

    @Test
    void nothingIsFailedOverDuringAPauseAndAtOnceAfterIt() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeAgent old = cluster.primaryOf("s1");
        assertThat(done(cluster, pause(Upkeep.CLUSTER, 600_000)).leftMillis()).isEqualTo(600_000);
        cluster.crash(old);
        cluster.run(20_000);
        assertThat(cluster.primaryOf("s1")).isEqualTo(old);
        assertThat(codes(cluster)).contains("MAINTENANCE_PAUSE");
        assertThat(cluster.effects(Effect.Note.class).map(Effect.Note::code)).contains("MAINTENANCE_PAUSE");
        assertThat(cluster.leader().loop().overview(cluster.now()).pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause.leftMillis()).isBetween(570_000L, 590_000L));

        done(cluster, new UpkeepRequest.Resume(Upkeep.CLUSTER));
        assertThat(cluster.runUntil(() -> cluster.write("s1", 1), 300)).isTrue();
    }

    @Test
    void pauseOfOneShardLeavesTheOthersAlone() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeAgent paused = cluster.primaryOf("s1");
        FakeAgent other = cluster.primaryOf("s2");
        done(cluster, pause("s1", 600_000));
        cluster.crashTogether(List.of(paused, other));
        cluster.run(3000);

        assertThat(cluster.primaryOf("s1")).isEqualTo(paused);
        assertThat(cluster.primaryOf("s2")).isNotEqualTo(other);
    }

    @Test
    void leasesAndWhatIsRequestedGoOnDuringAPause() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        done(cluster, pause(Upkeep.CLUSTER, 600_000));
        cluster.run(10_000);
        assertThat(cluster.write("s1", 1)).isTrue();
        FakeAgent old = cluster.primaryOf("s1");
        long switchover =
                cluster.request(new PromotionRequest(ElectionKind.SWITCHOVER, "s1", Optional.empty(), TIMEOUT));
        assertThat(cluster.runUntil(() -> cluster.answer(switchover).isPresent(), 3000))
                .isTrue();
        assertThat(cluster.answer(switchover)).containsInstanceOf(PromotionResult.Promoted.class);
        cluster.crash(cluster.primaryOf("s1"));
        long failover = cluster.request(new PromotionRequest(ElectionKind.FAILOVER, "s1", Optional.empty(), TIMEOUT));
        assertThat(cluster.runUntil(() -> cluster.answer(failover).isPresent(), 3000))
                .isTrue();
        assertThat(cluster.write("s1", 1)).isTrue();
        assertThat(old.isRunning()).isTrue();
    }

    @Test
    void nothingIsRepairedDuringAPause() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        done(cluster, pause("s1", 60_000));
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        cluster.makeStray(replica);
        int before = cluster.sent(Order.Follow.class).size();
        cluster.run(50_000);
        assertThat(cluster.sent(Order.Follow.class)).hasSize(before);

        assertThat(cluster.runUntil(() -> cluster.sent(Order.Follow.class).size() > before, 12_000))
                .isTrue();
    }

    @Test
    void forgottenPauseEndsEvenIfLeadersChange() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        long start = cluster.nanos();
        done(cluster, pause(Upkeep.CLUSTER, 60_000));
        for (int i = 0; i < 3; i++) {
            cluster.run(14_000);
            cluster.changeLeader();
            assertThat(cluster.log().state().upkeep().isPaused("s1")).isTrue();
        }
        assertThat(cluster.runUntil(() -> !cluster.log().state().upkeep().isPaused("s1"), 60_000))
                .isTrue();

        assertThat((cluster.nanos() - start) / 1_000_000).isBetween(60_000L, 60_000L + 3 * 10_500L);
        assertThat(codes(cluster)).contains("PAUSE_OVER");
    }

    @Test
    void pausesAreChecked() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        assertThat(refusal(cluster, pause("s9", 60_000))).isEqualTo(RefusalCode.UNKNOWN_SHARD);
        assertThat(refusal(cluster, new UpkeepRequest.Resume("s9"))).isEqualTo(RefusalCode.UNKNOWN_SHARD);
        assertThat(done(cluster, new UpkeepRequest.Resume("s1")).text()).contains("no pause");
        done(cluster, pause(Upkeep.CLUSTER, 60_000));
        assertThat(done(cluster, new UpkeepRequest.Resume("s1")).text()).contains("all shards goes on");
    }

    @Test
    void drainOfAPrimarySwitchesOverAndKeepsItFromBeingPromotedUntilItIsBackInSync() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.write(old, 7);
        long keys = old.node().keys();
        assertThat(done(cluster, drain(old)).text()).contains("safe to stop");
        FakeAgent heir = cluster.primaryOf("s1");
        assertThat(heir).isNotEqualTo(old);
        assertThat(heir.node().keys()).isEqualTo(keys);

        cluster.run(2000);
        long back =
                cluster.request(new PromotionRequest(ElectionKind.SWITCHOVER, "s1", Optional.of(old.name()), TIMEOUT));
        assertThat(cluster.answer(back))
                .get()
                .isInstanceOfSatisfying(PromotionResult.Refused.class, refused -> assertThat(refused.code())
                        .isEqualTo(RefusalCode.NODE_DRAINED));
        cluster.crash(heir);
        cluster.run(3000);
        assertThat(cluster.primaryOf("s1")).as("nobody is promoted").isEqualTo(heir);
        cluster.start(heir, false);
        assertThat(cluster.runUntil(() -> cluster.write("s1", 1), 5000)).isTrue();

        cluster.restartUnseen(old, false);
        assertThat(cluster.runUntil(
                        () -> cluster.log().state().upkeep().drained().isEmpty(), 5000))
                .isTrue();
        assertThat(codes(cluster)).contains("NODE_DRAINED", "DRAIN_RESTARTED");
        cluster.run(1000);
        cluster.crash(heir);
        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") == old, 1000)).isTrue();
    }

    @Test
    void drainIsRefusedWhenNobodyCouldTakeOver() {
        FakeCluster lonely = FakeCluster.formed(1, 0);
        assertThat(refusal(lonely, drain(lonely.primaryOf("s1")))).isEqualTo(RefusalCode.NO_ELIGIBLE_REPLICA);

        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent primary = cluster.primaryOf("s1");
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        assertThat(done(cluster, drain(replica)).text())
                .contains("safe to stop")
                .contains("would stop the shard");
        assertThat(refusal(cluster, drain(primary))).isEqualTo(RefusalCode.NO_ELIGIBLE_REPLICA);
        assertThat(refusal(cluster, new UpkeepRequest.Drain("zz", TIMEOUT))).isEqualTo(RefusalCode.UNKNOWN_NODE);
        assertThat(done(cluster, new UpkeepRequest.Undrain(replica.name())).text())
                .contains("promoted again");
        assertThat(cluster.log().state().upkeep().drained()).isEmpty();
        done(cluster, drain(primary));
    }

    @Test
    void drainThatFailsLeavesNothingBehind() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent primary = cluster.primaryOf("s1");
        cluster.replicasOf("s1").get(0).next(OrderType.PROMOTE, Reaction.FAIL);
        assertThat(refusal(cluster, drain(primary))).isEqualTo(RefusalCode.TIMED_OUT);
        cluster.run(500);

        assertThat(cluster.primaryOf("s1")).isEqualTo(primary);
        assertThat(cluster.log().state().upkeep().drained()).isEmpty();
        assertThat(cluster.write("s1", 1)).isTrue();
    }

    @Test
    void replicaOfADeadPrimaryIsNotDrained() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        done(cluster, pause(Upkeep.CLUSTER, 60_000));
        cluster.crash(cluster.primaryOf("s1"));
        cluster.run(100);
        assertThat(refusal(cluster, drain(cluster.replicasOf("s1").get(0)))).isEqualTo(RefusalCode.PRIMARY_DOWN);
    }

    @Test
    void leaderThatIsLostInTheMiddleSaysThatItDoesNotKnow() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent primary = cluster.primaryOf("s1");
        long id = cluster.request(drain(primary));
        cluster.changeLeader();
        assertThat(cluster.upkeepAnswer(id))
                .get()
                .isInstanceOfSatisfying(UpkeepResult.Refused.class, refused -> assertThat(refused.code())
                        .isEqualTo(RefusalCode.OUTCOME_UNKNOWN));
        cluster.run(5000);
        done(cluster, drain(primary));
        assertThat(cluster.primaryOf("s1")).isNotEqualTo(primary);
    }
}
