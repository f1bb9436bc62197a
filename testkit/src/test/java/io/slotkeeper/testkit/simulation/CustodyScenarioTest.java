package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.CustodyResult;
import io.slotkeeper.core.control.CustodyWish;
import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.NodeConfig;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.record.Charge;
import io.slotkeeper.core.record.HistoryEntry;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A cluster that runs by itself is observed, adopted and released. */
class CustodyScenarioTest {
    private static final Set<OrderType> HARMLESS =
            Set.of(OrderType.REPORT, OrderType.LOOK, OrderType.SURVEY, OrderType.COUNT_KEYS);

    @Test
    void withoutAWishNothingIsDone() {
        FakeCluster cluster = FakeCluster.running(3, 1);
        cluster.run(5000);

        assertThat(cluster.map().shards()).isEmpty();
        assertUntouched(cluster);
    }

    @Test
    void anAdoptedClusterIsGuardedFailedOverAndHandedBack() {
        FakeCluster cluster = FakeCluster.running(3, 1);
        assertThat(told(cluster, CustodyWish.ADOPT, true)).startsWith("Would do this: s1: slots 0-5460");
        assertUntouched(cluster);
        assertThat(told(cluster, CustodyWish.ADOPT, false)).contains("s3: slots");
        assertThat(cluster.runUntil(() -> charge(cluster) == Charge.IN_CHARGE, 2000))
                .isTrue();
        assertThat(cluster.agents()).allMatch(agent -> agent.node().config.isAsRequired());
        assertThat(codes(cluster)).contains("ADOPT_REQUESTED", "ADOPTED");
        assertThat(cluster.isReady()).isTrue();

        FakeAgent old = cluster.primaryOf("s2");
        cluster.run(2000);
        cluster.crash(old);
        assertThat(cluster.runUntil(() -> !cluster.primaryOf("s2").equals(old) && cluster.allActive(), 1000))
                .isTrue();
        cluster.start(old, false);
        cluster.run(5000);

        assertThat(told(cluster, CustodyWish.RELEASE, false)).contains("gets back");
        assertThat(cluster.runUntil(() -> charge(cluster) == Charge.OBSERVING, 3000))
                .isTrue();
        cluster.run(5000);
        assertThat(cluster.agents()).allMatch(agent -> agent.node().config.equals(NodeConfig.DEFAULTS));
        assertThat(cluster.agents()).as("fenced").noneMatch(agent -> agent.node()
                .isFenced());
        cluster.map().shards().forEach(shard -> assertThat(cluster.write(shard.id(), 1))
                .isTrue());
    }

    @Test
    void theMapOfAnObservedClusterFollowsItsOwnFailover() {
        FakeCluster cluster = FakeCluster.running(3, 1);
        assertThat(told(cluster, CustodyWish.OBSERVE, false)).contains("s1: slots");
        cluster.run(500);
        FakeAgent old = cluster.primaryOf("s1");
        FakeAgent heir = cluster.replicasOf("s1").get(0);
        cluster.crash(old);
        cluster.run(3000);
        assertThat(codes(cluster)).contains("WOULD_PROMOTE").doesNotContain("PRIMARY_CRASHED");
        assertThat(cluster.primaryOf("s1")).isEqualTo(old);

        cluster.failOverNatively(heir);
        assertThat(cluster.runUntil(() -> cluster.primaryOf("s1").equals(heir), 2000))
                .isTrue();
        assertThat(cluster.shard("s1").epoch()).isEqualTo(2);
        assertThat(cluster.shard("s1").state()).isEqualTo(ShardState.ACTIVE);
        assertThat(cluster.replicasOf("s1")).containsExactly(old);
        assertUntouched(cluster);
    }

    @Test
    void theNextLeaderGoesOnWithATakeOver() {
        FakeCluster cluster = FakeCluster.running(3, 1);
        cluster.agents().forEach(agent -> agent.next(OrderType.CONFIGURE, Reaction.LOST));
        told(cluster, CustodyWish.ADOPT, false);
        cluster.changeLeader();

        assertThat(cluster.runUntil(() -> charge(cluster) == Charge.IN_CHARGE, 20_000))
                .isTrue();
    }

    @Test
    void aTakeOverThatFailsIsUndone() {
        FakeCluster cluster = FakeCluster.running(3, 1);
        FakeAgent stubborn = cluster.agent("a4");
        for (int i = 0; i < 1000; i++) {
            stubborn.next(OrderType.CONFIGURE, Reaction.FAIL);
        }
        told(cluster, CustodyWish.ADOPT, false);

        assertThat(cluster.runUntil(() -> charge(cluster) == Charge.OBSERVING, 45_000))
                .isTrue();
        assertThat(codes(cluster)).contains("ADOPTION_FAILED", "RELEASED");
        assertThat(cluster.agents()).allMatch(agent -> agent.node().config.equals(NodeConfig.DEFAULTS));
    }

    @Test
    void whatSpeaksAgainstAnAdoptionIsNamedAndNothingIsDone() {
        FakeCluster open = FakeCluster.running(3, 1);
        open.openSlot(7, open.agent("a1"), open.agent("a2"), 0);
        open.run(300);
        assertThat(refused(open)).contains("(a1) has slot 7 open (MIGRATING)", "(a2) has slot 7 open (IMPORTING)");

        FakeCluster disagreeing = FakeCluster.running(3, 1);
        disagreeing.agent("a1").node().own(SlotSet.parse("0-5459"));
        disagreeing.run(300);
        assertThat(refused(disagreeing)).contains("5460");

        FakeCluster silent = FakeCluster.running(3, 1);
        silent.agent("a5").stop();
        silent.run(3000);
        assertThat(refused(silent)).contains("(a5) is not guarded: its agent is silent");

        FakeCluster down = FakeCluster.running(3, 1);
        down.crash(down.agent("a6"));
        down.run(300);
        assertThat(refused(down)).contains("(a6) does not answer");

        FakeCluster more = FakeCluster.running(3, 1);
        more.addStranger();
        more.run(300);
        assertThat(refused(more)).contains("knows 7 nodes, and agents are beside 6");

        for (FakeCluster cluster : List.of(open, disagreeing, silent, down, more)) {
            assertThat(cluster.map().shards()).isEmpty();
            assertUntouched(cluster);
        }
    }

    @Test
    void aFormedClusterIsHandedBackToo() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        told(cluster, CustodyWish.RELEASE, false);

        assertThat(cluster.runUntil(() -> charge(cluster) == Charge.OBSERVING, 3000))
                .isTrue();
        cluster.run(5000);
        assertThat(cluster.agents())
                .noneMatch(
                        agent -> agent.node().isFenced() || agent.node().config.noFailover());
    }

    private static String told(FakeCluster cluster, CustodyWish wish, boolean dryRun) {
        long id = cluster.wish(wish, dryRun);
        assertThat(cluster.runUntil(() -> cluster.told(id).isPresent(), 1000)).isTrue();
        return ((CustodyResult.Told) cluster.told(id).orElseThrow()).text();
    }

    private static String refused(FakeCluster cluster) {
        long id = cluster.wish(CustodyWish.ADOPT, false);
        assertThat(cluster.runUntil(() -> cluster.told(id).isPresent(), 1000)).isTrue();
        CustodyResult.Refused refused = (CustodyResult.Refused) cluster.told(id).orElseThrow();
        assertThat(refused.code()).isEqualTo(RefusalCode.ADOPTION_REFUSED);
        return refused.text();
    }

    private static Charge charge(FakeCluster cluster) {
        return cluster.log().state().upkeep().custody().charge();
    }

    private static List<String> codes(FakeCluster cluster) {
        return cluster.log().state().history().stream().map(HistoryEntry::code).toList();
    }

    private static void assertUntouched(FakeCluster cluster) {
        assertThat(cluster.effects(Effect.Send.class)
                        .map(send -> send.command().order())
                        .map(Order::type)
                        .filter(type -> !HARMLESS.contains(type)))
                .as("orders that change nodes")
                .isEmpty();
        assertThat(cluster.effects(Effect.Grant.class)).as("leases").isEmpty();
    }
}
