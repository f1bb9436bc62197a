package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.core.control.DrillRequest;
import io.slotkeeper.core.control.DrillResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.protocol.DrillFault;
import io.slotkeeper.core.protocol.DrillPermission;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.record.HistoryEntry;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrillScenarioTest {
    private static final String CODE = "DRILL";

    private FakeCluster cluster;
    private FakeAgent primary;
    private FakeAgent replica;

    @BeforeEach
    void form() {
        cluster = FakeCluster.formed(2, 1);
        primary = cluster.primaryOf("s1");
        replica = cluster.replicasOf("s1").get(0);
    }

    @Test
    void aCrashIsNotedThenMadeAndFailedOver() {
        DrillResult.Begun begun = begun(crash(primary));

        assertThat(begun.text())
                .contains(primary.name())
                .contains("primary")
                .contains("s1")
                .contains("killed");
        assertThat(primary.node().isUp()).isFalse();
        assertThat(cluster.runUntil(
                        () -> cluster.allActive() && cluster.primaryOf("s1").equals(replica), 2000))
                .isTrue();
        List<String> codes = cluster.log().state().history().stream()
                .filter(entry -> entry.shard().equals("s1"))
                .map(HistoryEntry::code)
                .toList();
        assertThat(codes.subList(codes.indexOf(CODE), codes.size())).containsSubsequence(CODE, "PRIMARY_CRASHED");
    }

    @Test
    void aHangOfAReplicaEndsAndNothingIsFailedOver() {
        begun(new DrillRequest(DrillFault.HANG, replica.name(), 3000, false));

        assertThat(cluster.sent(Order.Drill.class)).hasSize(2);
        assertThat(cluster.runUntil(() -> !cluster.isWell(), 3000)).isTrue();
        assertThat(cluster.runUntil(cluster::isWell, 5000)).isTrue();
        assertThat(cluster.primaryOf("s1")).isEqualTo(primary);
    }

    @Test
    void aSwitchoverIsNotedAndStarted() {
        begun(new DrillRequest(DrillFault.SWITCHOVER, "s1", 1000, false));

        assertThat(cluster.runUntil(
                        () -> cluster.allActive() && cluster.primaryOf("s1").equals(replica), 2000))
                .isTrue();
    }

    @Test
    void whatConcernsTheLeaderIsNotedAndAnswered() {
        begun(new DrillRequest(DrillFault.HAND_OVER, "", 1000, false));

        assertThat(noted()).isEqualTo(1);
        assertThat(cluster.sent(Order.Drill.class)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aDryRunDoesNothing(DrillFault fault) {
        String target =
                switch (fault.target()) {
                    case NODE -> primary.name();
                    case SHARD -> "s1";
                    case LEADER -> "";
                };
        assertThat(begun(new DrillRequest(fault, target, 1000, true)).dryRun()).isTrue();

        cluster.run(2000);
        assertThat(noted()).isZero();
        assertThat(cluster.primaryOf("s1")).isEqualTo(primary);
        assertThat(primary.node().isUp()).isTrue();
        assertThat(cluster.sent(Order.Drill.class))
                .allMatch(sent -> ((Order.Drill) sent.command().order()).rehearsal());
    }

    @Test
    void anAgentThatRefusesIsBelievedAndNothingIsNoted() {
        primary.next(OrderType.DRILL, Reaction.FAIL);

        assertThat(refused(crash(primary)).code()).isEqualTo(RefusalCode.DRILL_NOT_POSSIBLE);
        assertThat(noted()).isZero();
        assertThat(primary.node().isUp()).isTrue();
    }

    @Test
    void theOutcomeOfALostOrderIsUnknown() {
        primary.next(OrderType.DRILL, Reaction.OBEY);
        primary.next(OrderType.DRILL, Reaction.DONE_BUT_REPLY_LOST);

        assertThat(refused(crash(primary)).code()).isEqualTo(RefusalCode.OUTCOME_UNKNOWN);
        assertThat(noted()).isEqualTo(1);
    }

    @Test
    void anUnhealthyClusterIsLeftAlone() {
        cluster.crash(cluster.replicasOf("s2").get(0));
        cluster.run(200);

        DrillResult.Refused refused = refused(crash(primary));
        assertThat(refused.code()).isEqualTo(RefusalCode.CLUSTER_NOT_HEALTHY);
        assertThat(refused.text()).contains("s2");
    }

    @Test
    void aReplicaOutOfSyncIsNotHealthy() {
        primary.next(OrderType.ALLOW_SYNC, Reaction.FAIL);
        cluster.forgetSync(replica);
        cluster.run(1);

        assertThat(refused(crash(primary)).code()).isEqualTo(RefusalCode.CLUSTER_NOT_HEALTHY);
    }

    @Test
    void aClusterThatIsPausedForMaintenanceIsLeftAlone() {
        long pause = cluster.request(new UpkeepRequest.Pause("s2", 600_000, "new kernel"));
        assertThat(cluster.runUntil(() -> cluster.upkeepAnswer(pause).isPresent(), 2000))
                .isTrue();

        DrillResult.Refused refused = refused(crash(primary));
        assertThat(refused.code()).isEqualTo(RefusalCode.CLUSTER_NOT_HEALTHY);
        assertThat(refused.text()).contains("paused for maintenance");
    }

    @Test
    void oneAtATime() {
        long first = cluster.drill(crash(primary));
        assertThat(cluster.drillAnswer(cluster.drill(crash(replica))))
                .hasValueSatisfying(result ->
                        assertThat(((DrillResult.Refused) result).code()).isEqualTo(RefusalCode.OPERATION_IN_PROGRESS));
        assertThat(cluster.runUntil(() -> cluster.drillAnswer(first).isPresent(), 2000))
                .isTrue();
    }

    @Test
    void unknownTargetsAreRefused() {
        assertThat(refused(new DrillRequest(DrillFault.CRASH, "nobody", 1000, false))
                        .code())
                .isEqualTo(RefusalCode.UNKNOWN_NODE);
        assertThat(refused(new DrillRequest(DrillFault.SWITCHOVER, "s9", 1000, false))
                        .code())
                .isEqualTo(RefusalCode.UNKNOWN_SHARD);
        assertThatThrownBy(() -> new DrillRequest(DrillFault.CRASH, "", 1000, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DrillRequest(DrillFault.HAND_OVER, "a1", 1000, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DrillRequest(DrillFault.HANG, "a1", 99, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLeaderThatIsDeposedMeanwhileSaysSo() {
        long request = cluster.drill(crash(primary));
        cluster.loseLeader();

        assertThat(((DrillResult.Refused) cluster.drillAnswer(request).orElseThrow()).code())
                .isEqualTo(RefusalCode.OUTCOME_UNKNOWN);
        cluster.run(500);
        assertThat(primary.node().isUp()).isTrue();
    }

    @Test
    void permissionsNameTheRemedy() {
        assertThat(DrillPermission.NONE.refusal(DrillFault.CRASH, "agent a1"))
                .hasValueSatisfying(text -> assertThat(text).contains("agent a1", "--allow-drills"));
        assertThat(DrillPermission.SHARED_PROCESS.refusal(DrillFault.KILL_AGENT, "agent a1"))
                .hasValueSatisfying(text -> assertThat(text).contains("shares its process"));
        assertThat(DrillPermission.SHARED_PROCESS.refusal(DrillFault.CRASH, "agent a1"))
                .isEmpty();
        assertThat(DrillPermission.ALL.refusal(DrillFault.KILL_LEADER, "coordinator c1"))
                .isEmpty();
    }

    private static DrillRequest crash(FakeAgent agent) {
        return new DrillRequest(DrillFault.CRASH, agent.name(), 1000, false);
    }

    private DrillResult answered(DrillRequest request) {
        long id = cluster.drill(request);
        assertThat(cluster.runUntil(() -> cluster.drillAnswer(id).isPresent(), 5000))
                .isTrue();
        return cluster.drillAnswer(id).orElseThrow();
    }

    private DrillResult.Begun begun(DrillRequest request) {
        return (DrillResult.Begun) answered(request);
    }

    private DrillResult.Refused refused(DrillRequest request) {
        return (DrillResult.Refused) answered(request);
    }

    private long noted() {
        return cluster.log().state().history().stream()
                .filter(entry -> entry.code().equals(CODE))
                .count();
    }
}
