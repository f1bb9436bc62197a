package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.ControlOptions;
import io.slotkeeper.core.control.ShardLoss;
import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.record.Upkeep;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All nodes of a shard are gone: both policies. */
class ShardLossScenarioTest {
    private static final long AFTER = 10_000;

    private static FakeCluster reassigning(int shards, int replicas) {
        return FakeCluster.formed(
                ControlOptions.of(new ClusterSettings(shards, replicas)).withShardLoss(new ShardLoss(true, AFTER)));
    }

    private static List<FakeAgent> nodesOf(FakeCluster cluster, String shard) {
        return Stream.concat(Stream.of(cluster.primaryOf(shard)), cluster.replicasOf(shard).stream())
                .toList();
    }

    private static boolean isTaken(FakeCluster cluster) {
        return cluster.log().state().upkeep().untaken().isEmpty()
                && cluster.map().shards().stream()
                        .filter(shard -> shard.state() == ShardState.ACTIVE)
                        .allMatch(shard ->
                                cluster.primaryOf(shard.id()).node().slots().containsAll(shard.slots()));
    }

    @Test
    void byDefaultALostShardIsWaitedFor() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        SlotSet slots = cluster.shard("s1").slots();
        List<FakeAgent> lost = nodesOf(cluster, "s1");
        cluster.crashTogether(lost);
        cluster.run(300_000);
        assertThat(cluster.shard("s1").slots()).isEqualTo(slots);
        assertThat(cluster.isReady()).isTrue();

        lost.forEach(agent -> cluster.start(agent, false));
        assertThat(cluster.runUntil(() -> cluster.write("s1", 1), 5000)).isTrue();
    }

    @Test
    void slotsOfALostShardGoToTheOthers() {
        FakeCluster cluster = reassigning(3, 1);
        cluster.crashTogether(nodesOf(cluster, "s1"));
        cluster.run(AFTER - 500);
        assertThat(cluster.shard("s1").state()).isEqualTo(ShardState.ACTIVE);
        assertThat(cluster.runUntil(() -> cluster.shard("s1").state() == ShardState.LOST, 1500))
                .isTrue();

        assertThat(cluster.map().coversAllSlots()).isTrue();
        assertThat(cluster.runUntil(() -> isTaken(cluster), 3000)).isTrue();
        assertThat(cluster.isReady()).isTrue();
        int fewest = cluster.map().shards().stream()
                .map(Shard::slots)
                .mapToInt(SlotSet::size)
                .filter(size -> size > 0)
                .min()
                .orElseThrow();
        assertThat(fewest).isGreaterThan(7000);
    }

    @Test
    void nodesThatComeBackAreAnEmptyShardAndTakeNothingAway() {
        FakeCluster cluster = reassigning(3, 1);
        List<FakeAgent> lost = nodesOf(cluster, "s1");
        cluster.crashTogether(lost);
        assertThat(cluster.runUntil(
                        () -> isTaken(cluster) && cluster.shard("s1").state() == ShardState.LOST, 15_000))
                .isTrue();
        cluster.write("s2", 5);
        lost.forEach(agent -> cluster.start(agent, false));

        assertThat(cluster.runUntil(() -> cluster.shard("s1").state() == ShardState.ACTIVE, 10_000))
                .isTrue();
        assertThat(cluster.shard("s1").slots().isEmpty()).isTrue();
        cluster.run(3000);
        assertThat(lost).allMatch(agent -> agent.node().keys() == 0);
        assertThat(lost.get(0).node().role()).isEqualTo(NodeRole.PRIMARY);
        assertThat(lost.get(0).node().isFenced()).isFalse();
        assertThat(lost.get(1).node().primary()).contains(lost.get(0).node().id());
        assertThat(isTaken(cluster)).isTrue();
    }

    @Test
    void silenceIsNoLoss() {
        FakeCluster cluster = reassigning(3, 1);
        nodesOf(cluster, "s1").forEach(cluster::isolate);
        cluster.run(120_000);
        assertThat(cluster.shard("s1").slots().isEmpty()).isFalse();
    }

    @Test
    void oneThatComesBackInTimeKeepsItsSlots() {
        FakeCluster cluster = reassigning(3, 1);
        List<FakeAgent> lost = nodesOf(cluster, "s1");
        cluster.crashTogether(lost);
        cluster.run(AFTER - 1000);
        cluster.start(lost.get(0), false);
        cluster.run(60_000);
        assertThat(cluster.shard("s1").slots().isEmpty()).isFalse();
        assertThat(cluster.write("s1", 1)).isTrue();
    }

    @Test
    void pauseAndTheLossOfAllReassignNothing() {
        FakeCluster cluster = reassigning(2, 1);
        cluster.request(new UpkeepRequest.Pause(Upkeep.CLUSTER, 60_000, ""));
        cluster.crashTogether(nodesOf(cluster, "s1"));
        cluster.run(50_000);
        assertThat(cluster.shard("s1").state()).isEqualTo(ShardState.ACTIVE);
        cluster.crashTogether(nodesOf(cluster, "s2"));
        cluster.run(60_000);
        assertThat(cluster.map().shards()).allMatch(shard -> shard.state() == ShardState.ACTIVE);
    }

    @Test
    void newLeaderFinishesIt() {
        FakeCluster cluster = reassigning(3, 1);
        cluster.crashTogether(nodesOf(cluster, "s2"));
        assertThat(cluster.runUntil(() -> cluster.shard("s2").state() == ShardState.LOST, 15_000))
                .isTrue();
        cluster.changeLeader();
        assertThat(cluster.runUntil(() -> isTaken(cluster), 5000)).isTrue();
    }
}
