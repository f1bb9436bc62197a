package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.OperationRequest;
import io.slotkeeper.core.control.OperationResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.operation.MoveSettings;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationKind;
import io.slotkeeper.core.operation.OperationState;
import io.slotkeeper.core.plan.Placement;
import io.slotkeeper.core.record.Membership;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations that change which nodes are in which shard, and requests that are refused. */
class OperationScenarioTest {
    @Test
    void aSpareBecomesAReplicaAndMayBePromotedOnceThePrimaryCountsWithIt() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeAgent spare = spare(cluster);

        Operation begun = accepted(cluster, request(OperationKind.ADD_REPLICA, "s2", spare.name()));
        NodeId id = spare.node().id();
        assertThat(membership(cluster).joining()).containsExactly(id);
        assertThat(cluster.shard("s2").replica(id)).isPresent();
        assertThat(awaitEnd(cluster, begun)).isEqualTo(OperationState.DONE);

        assertThat(membership(cluster).joining()).isEmpty();
        assertThat(spare.node().primary())
                .contains(cluster.shard("s2").primary().id());
        FakeAgent other = cluster.replicasOf("s2").stream()
                .filter(replica -> !replica.equals(spare))
                .findFirst()
                .orElseThrow();
        cluster.crash(other);
        cluster.crash(cluster.primaryOf("s2"));
        assertThat(cluster.runUntil(() -> cluster.primaryOf("s2").equals(spare) && cluster.allActive(), 2000))
                .isTrue();
    }

    @Test
    void aReplicaThatHasJustJoinedIsNotPromotedBeforeItsPrimaryCountsWithIt() {
        FakeCluster cluster = FakeCluster.formed(2, 0);
        FakeAgent spare = spare(cluster);
        FakeAgent primary = cluster.primaryOf("s1");
        cluster.crash(primary);
        accepted(cluster, request(OperationKind.ADD_REPLICA, "s1", spare.name()));
        cluster.run(10_000);

        assertThat(membership(cluster).joining()).containsExactly(spare.node().id());
        assertThat(cluster.primaryOf("s1")).isEqualTo(primary);
    }

    @Test
    void aRemovedReplicaIsForgottenEmptiedAndUsedAgainOnlyWhenItIsNamed() {
        FakeCluster cluster = FakeCluster.formed(2, 2);
        FakeAgent leaving = cluster.replicasOf("s1").get(0);
        NodeId id = leaving.node().id();

        Operation removal = accepted(cluster, request(OperationKind.REMOVE_REPLICA, "", leaving.name()));
        assertThat(awaitEnd(cluster, removal)).isEqualTo(OperationState.DONE);
        assertThat(cluster.map().shardOf(id)).isEmpty();
        assertThat(cluster.agents())
                .filteredOn(agent -> !agent.equals(leaving))
                .noneMatch(agent -> agent.node().known.contains(id));
        assertThat(leaving.node().known).containsExactly(id);
        assertThat(leaving.node().keys()).isZero();
        assertThat(refused(cluster, request(OperationKind.ADD_REPLICA, "s1"))).isEqualTo(RefusalCode.NOT_ENOUGH_NODES);

        Operation again = accepted(cluster, request(OperationKind.ADD_REPLICA, "s1", leaving.name()));
        assertThat(awaitEnd(cluster, again)).isEqualTo(OperationState.DONE);
        assertThat(membership(cluster).retired()).isEmpty();
    }

    @Test
    void aNodeThatWasForgottenWhileItWasDownIsEmptiedWhenItComesBack() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeAgent gone = cluster.replicasOf("s1").get(0);
        NodeId id = gone.node().id();
        assertThat(refused(cluster, request(OperationKind.FORGET_NODE, "", gone.name())))
                .isEqualTo(RefusalCode.NODE_ALIVE);
        cluster.crash(gone);
        gone.stop();
        cluster.run(3000);

        Operation forgotten = accepted(cluster, request(OperationKind.FORGET_NODE, "", gone.name()));
        assertThat(awaitEnd(cluster, forgotten)).isEqualTo(OperationState.DONE);
        assertThat(cluster.log().state().nodes()).doesNotContainKey(id);
        assertThat(cluster.shard("s1").replicas()).isEmpty();

        gone.restart();
        cluster.start(gone, false);
        assertThat(cluster.runUntil(
                        () -> gone.node().known.size() == 1 && gone.node().keys() == 0, 20_000))
                .isTrue();
        assertThat(cluster.map().shardOf(id)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MOVE, s9, UNKNOWN_SHARD",
        "DRAIN_SHARD, s9, UNKNOWN_SHARD",
        "REMOVE_SHARD, s9, UNKNOWN_SHARD",
        "ADD_REPLICA, s9, UNKNOWN_SHARD",
        "ADD_REPLICA, s1, NOT_ENOUGH_NODES",
        "ADD_SHARD, '', NOT_ENOUGH_NODES",
        "REBALANCE, '', NOTHING_TO_DO"
    })
    void whatCannotBeDoneIsRefusedAndNothingChanges(OperationKind kind, String shard, RefusalCode code) {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        SlotMap before = cluster.map();
        assertThat(refused(cluster, request(kind, shard))).isEqualTo(code);
        assertThat(cluster.map()).isEqualTo(before);
        assertThat(cluster.log().state().operations().all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NaN", "-1", "Infinity"})
    void badWeightsAreRefused(double weight) {
        FakeCluster cluster = FakeCluster.formed(2, 0);
        assertThat(refused(cluster, weighted(Map.of("s1", weight)))).isEqualTo(RefusalCode.BAD_WEIGHT);
        assertThat(refused(cluster, weighted(Map.of("s1", 0.0, "s2", 0.0)))).isEqualTo(RefusalCode.BAD_WEIGHT);
        assertThat(refused(cluster, weighted(Map.of("s7", 1.0)))).isEqualTo(RefusalCode.UNKNOWN_SHARD);
    }

    @Test
    void theLastShardIsNeitherDrainedNorRemoved() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        assertThat(refused(cluster, request(OperationKind.DRAIN_SHARD, "s1"))).isEqualTo(RefusalCode.LAST_SHARD);
        assertThat(refused(cluster, request(OperationKind.REMOVE_SHARD, "s1"))).isEqualTo(RefusalCode.LAST_SHARD);
    }

    @Test
    void primariesAndNodesInUseAreRefusedWithTheRemedy() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        String primary = cluster.primaryOf("s1").name();
        assertThat(refused(cluster, request(OperationKind.REMOVE_REPLICA, "", primary)))
                .isEqualTo(RefusalCode.NODE_IS_PRIMARY);
        assertThat(refused(cluster, request(OperationKind.FORGET_NODE, "", primary)))
                .isEqualTo(RefusalCode.NODE_IS_PRIMARY);
        assertThat(refused(cluster, request(OperationKind.ADD_REPLICA, "s2", primary)))
                .isEqualTo(RefusalCode.NODE_IN_USE);
        assertThat(refused(cluster, request(OperationKind.ADD_REPLICA, "s2", "nobody")))
                .isEqualTo(RefusalCode.UNKNOWN_NODE);
        assertThat(refused(
                        cluster,
                        request(OperationKind.REMOVE_REPLICA, "", spare(cluster).name())))
                .isEqualTo(RefusalCode.NOT_A_REPLICA);
    }

    @Test
    void theSecondOperationQueuesWithItsReasonAndEndsWhenItsNodesWereUsed() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeAgent spare = spare(cluster);
        Operation first = accepted(cluster, request(OperationKind.ADD_REPLICA, "s1", spare.name()));
        FakeAgent other = spare(cluster);
        accepted(cluster, request(OperationKind.ADD_REPLICA, "s2", other.name()));
        Operation third = accepted(cluster, request(OperationKind.ADD_REPLICA, "s1", other.name()));
        assertThat(third.state()).isEqualTo(OperationState.QUEUED);
        assertThat(third.status().text()).contains("waits until operation " + first.id());

        assertThat(awaitEnd(cluster, third)).isEqualTo(OperationState.ABORTED);
        Operation ended = cluster.log().state().operations().find(third.id()).orElseThrow();
        assertThat(ended.status().code()).isEqualTo("PLAN_OUTDATED");
        assertThat(cluster.map().shardOf(other.node().id()).map(Shard::id)).contains("s2");
    }

    private static FakeAgent spare(FakeCluster cluster) {
        FakeAgent spare = cluster.addAgent();
        assertThat(cluster.runUntil(
                        () -> cluster.log()
                                .state()
                                .nodes()
                                .containsKey(spare.node().id()),
                        2000))
                .isTrue();
        return spare;
    }

    private static OperationRequest.Start request(OperationKind kind, String shard, String... nodes) {
        SlotSet slots = kind == OperationKind.MOVE ? SlotSet.parse("0-9") : SlotSet.empty();
        return new OperationRequest.Start(
                kind, slots, shard, Placement.BALANCED, Map.of(), List.of(nodes), MoveSettings.DEFAULTS, false);
    }

    private static OperationRequest.Start weighted(Map<String, Double> weights) {
        return new OperationRequest.Start(
                OperationKind.REBALANCE,
                SlotSet.empty(),
                "",
                Placement.BALANCED,
                weights,
                List.of(),
                MoveSettings.DEFAULTS,
                false);
    }

    private static OperationResult answer(FakeCluster cluster, OperationRequest request) {
        long id = cluster.request(request);
        assertThat(cluster.runUntil(() -> cluster.operationAnswer(id).isPresent(), 2000))
                .isTrue();
        return cluster.operationAnswer(id).orElseThrow();
    }

    private static Operation accepted(FakeCluster cluster, OperationRequest request) {
        OperationResult result = answer(cluster, request);
        assertThat(result).isInstanceOf(OperationResult.Accepted.class);
        return ((OperationResult.Accepted) result).operation();
    }

    private static RefusalCode refused(FakeCluster cluster, OperationRequest request) {
        OperationResult result = answer(cluster, request);
        assertThat(result).isInstanceOf(OperationResult.Refused.class);
        return ((OperationResult.Refused) result).code();
    }

    private static OperationState awaitEnd(FakeCluster cluster, Operation operation) {
        cluster.runUntil(() -> !state(cluster, operation).isLive(), 20_000);
        return state(cluster, operation).state();
    }

    private static Operation state(FakeCluster cluster, Operation operation) {
        return cluster.log().state().operations().find(operation.id()).orElseThrow();
    }

    private static Membership membership(FakeCluster cluster) {
        return cluster.log().state().upkeep().membership();
    }
}
