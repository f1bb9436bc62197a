package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.record.ElectionKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leases in the simulation: who serves, who is fenced, who is promoted, and when. Invariants hold after every step. */
class LeaseScenarioTest {
    @Test
    void quietClusterKeepsItsLeases() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        cluster.run(30_000);

        assertThat(cluster.effects(Effect.Promoted.class)).isEmpty();
        assertThat(cluster.agents()).noneMatch(agent -> agent.node().isFenced());
    }

    @Test
    void isolatedPrimaryIsFencedBeforeAnotherIsPromoted() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.isolate(old);
        long start = cluster.nanos();

        assertThat(cluster.runUntil(() -> old.node().isFenced(), 1100)).isTrue();
        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != old, 1500)).isTrue();
        assertThat((cluster.nanos() - start) / 1_000_000)
                .as("silence to writable")
                .isBetween(1100L, 1600L);
        cluster.run(3000);
        cluster.healNetwork();
        assertThat(cluster.runUntil(cluster::isReady, 5000)).isTrue();
        assertThat(cluster.runUntil(() -> !old.node().isFenced(), 2000)).isTrue();
    }

    @Test
    void primaryCutOffFromTheCoordinatorsOnlyGoesOnAndIsNotReplaced() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.isolateFromCoordinators(old);
        cluster.run(20_000);

        assertThat(cluster.write(old, 1)).isTrue();
        assertThat(cluster.primaryOf("s1")).isEqualTo(old);
        assertThat(cluster.effects(Effect.Note.class).map(Effect.Note::code)).contains("PARTITION_POLICY");
    }

    @Test
    void policyReplacesAPartitionedPrimaryOnceItsPromisesRunOut() {
        FakeCluster cluster = FakeCluster.formed(1, 1, true);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.isolateFromCoordinators(old);

        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != old, 5000)).isTrue();
        assertThat(cluster.write("s1", 1)).isTrue();
        assertThat(cluster.write(old, 1)).isFalse();
    }

    @Test
    void deathOfAllCoordinatorsStopsNobody() {
        FakeCluster cluster = FakeCluster.formed(3, 2);
        cluster.stopCoordinators();
        for (int i = 0; i < 120; i++) {
            cluster.run(500);
            assertThat(cluster.map().shards()).allMatch(shard -> cluster.write(shard.id(), 1));
        }
        cluster.healNetwork();
        cluster.run(5000);

        assertThat(cluster.effects(Effect.Promoted.class)).isEmpty();
        assertThat(cluster.isReady()).isTrue();
    }

    @Test
    void withoutTheCoordinatorsOneSilentReplicaIsOneTooFew() {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        cluster.stopCoordinators();
        cluster.replicasOf("s1").get(0).stop();
        cluster.run(3000);

        assertThat(cluster.write("s1", 1)).isFalse();
    }

    @Test
    void promiseToACrashedPrimaryDelaysNothing() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.isolateFromCoordinators(old);
        cluster.run(900);
        cluster.healNetwork();
        cluster.run(150);
        cluster.crash(old);

        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != old, 20)).isTrue();
    }

    @Test
    void stoppedPrimaryIsKilledAndReplaced() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.stopProcess(old);

        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != old, 50)).isTrue();
        assertThat(old.node().isUp()).isFalse();
    }

    @Test
    void busyPrimaryIsWaitedFor() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.hang(old, true);
        cluster.run(10_000);
        cluster.hang(old, false);
        cluster.run(1000);

        assertThat(cluster.primaryOf("s1")).isEqualTo(old);
        assertThat(cluster.write(old, 1)).isTrue();
    }

    @Test
    void newLeaderWaitsForTheLeasesOfTheOld() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.isolate(old);
        cluster.run(1100);
        cluster.changeLeader();
        long start = cluster.nanos();

        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != old, 5000)).isTrue();
        assertThat((cluster.nanos() - start) / 1_000_000).isGreaterThanOrEqualTo(1276);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.991, 1.009})
    void clocksOfDifferentRatesChangeNothing(double rate) {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        cluster.agents().forEach(agent -> agent.clockRate(rate));
        cluster.run(5000);
        FakeAgent old = cluster.primaryOf("s1");
        cluster.isolate(old);

        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != old, 3000)).isTrue();
    }

    @Test
    void anOrderOfADeposedLeaderDoesNoHarm() {
        FakeAgent elected = orderOfADeposedLeader();

        assertThat(elected.node().role()).isEqualTo(NodeRole.REPLICA);
    }

    @Test
    void whoObeysADeposedLeaderIsFound() {
        assertThatThrownBy(() -> orderOfADeposedLeader(Flaw.STALE_TERM_OBEYED)).hasMessageContaining("accept");
    }

    /**
     * A leader orders a promotion, and is deposed without noticing. The next leader ends the election and moves the shard
     * on; only then the order of the first arrives.
     */
    private static FakeAgent orderOfADeposedLeader(Flaw... flaws) {
        FakeCluster cluster = FakeCluster.formed(1, 2);
        for (Flaw flaw : flaws) {
            cluster.add(flaw);
        }
        FakeAgent crashed = cluster.primaryOf("s1");
        List<FakeAgent> replicas = cluster.replicasOf("s1");
        cluster.delayNext(OrderType.PROMOTE, 1900);
        cluster.crash(crashed);
        assertThat(cluster.runUntil(() -> !cluster.sent(Order.Promote.class).isEmpty(), 1000))
                .isTrue();
        cluster.changeLeaderUnnoticed();
        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") != crashed && cluster.allActive(), 500))
                .isTrue();
        FakeAgent elected = cluster.primaryOf("s1");
        FakeAgent next = elected == replicas.get(0) ? replicas.get(1) : replicas.get(0);
        cluster.run(500);
        cluster.request(new PromotionRequest(ElectionKind.SWITCHOVER, "s1", Optional.of(next.name()), 2000));
        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1") == next && cluster.allActive(), 500))
                .isTrue();
        cluster.run(2000);
        return elected;
    }
}
