package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.Order;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormationScenarioTest {

    @ParameterizedTest
    @CsvSource({"1,0", "1,1", "1,2", "2,0", "2,1", "2,2", "3,0", "3,1", "3,2", "5,0", "5,1", "5,2"})
    void formsEveryShape(int shards, int replicas) {
        FakeCluster cluster = FakeCluster.gathered(shards, replicas);

        assertThat(cluster.runUntil(cluster::isReady, 2500))
                .as("ready within 2.5 s")
                .isTrue();

        assertThat(cluster.map().shards()).hasSize(shards);
        assertThat(cluster.map().coversAllSlots()).isTrue();
        for (Shard shard : cluster.map().shards()) {
            assertThat(cluster.primaryOf(shard.id()).node().role()).isEqualTo(NodeRole.PRIMARY);
            assertThat(shard.replicas()).hasSize(replicas);
            for (FakeAgent replica : cluster.replicasOf(shard.id())) {
                assertThat(replica.node().primary())
                        .isEqualTo(Optional.of(shard.primary().id()));
            }
        }
    }

    @Test
    void formedClusterIsLeftAlone() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        long version = cluster.map().version();
        long orders = ordersThatChange(cluster);

        cluster.run(10_000);

        assertThat(cluster.map().version()).isEqualTo(version);
        assertThat(ordersThatChange(cluster)).isEqualTo(orders);
        assertThat(cluster.leader().loop().overview(cluster.now()).phase()).isEqualTo("active");
    }

    private static long ordersThatChange(FakeCluster cluster) {
        return cluster.effects(Effect.Send.class)
                .filter(send -> !(send.command().order() instanceof Order.Report))
                .count();
    }
}
