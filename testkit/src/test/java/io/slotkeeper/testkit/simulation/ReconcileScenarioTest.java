package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.ControlOptions;
import io.slotkeeper.core.control.ForeignChangePolicy;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationKind;
import io.slotkeeper.core.operation.OperationPlan;
import io.slotkeeper.core.operation.OperationState;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.record.HistoryEntry;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that differ from the slot map in ways that other tools bring about. */
class ReconcileScenarioTest {

    @Test
    void aSlotThatIsOpenedByHandIsClosedOnceItHasLasted() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        FakeAgent from = cluster.primaryOf("s1");
        FakeAgent to = cluster.primaryOf("s2");
        cluster.openSlot(7, from, to, 0);
        cluster.run(1500);
        assertThat(cluster.sent(Order.CloseSlots.class)).isEmpty();

        assertThat(cluster.runUntil(() -> noSlotIsOpen(from, to), 2000)).isTrue();
        assertThat(cluster.sent(Order.CloseSlots.class).stream().map(send -> send.agent()))
                .as("the owner first")
                .containsExactly(from.name(), to.name());
        cluster.run(1500);
        assertThat(texts(cluster, "OPEN_SLOT_CLOSED"))
                .anyMatch(text -> text.contains("Slot 7 was open without an operation"));
        assertThat(cluster.isReady()).isTrue();
    }

    @Test
    void aSlotWhoseKeysAreElsewhereStaysOpenUntilTheyAreBack() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        FakeAgent from = cluster.primaryOf("s1");
        FakeAgent to = cluster.primaryOf("s2");
        cluster.openSlot(7, from, to, 12);
        assertThat(cluster.runUntil(() -> !texts(cluster, "OPEN_SLOT_KEPT").isEmpty(), 5000))
                .isTrue();

        assertThat(cluster.sent(Order.CloseSlots.class)).isEmpty();
        assertThat(texts(cluster, "OPEN_SLOT_KEPT")).singleElement().asString().contains("12 of its keys are at");
        to.node().strandedKeys = 0;
        assertThat(cluster.runUntil(() -> noSlotIsOpen(from, to), 10_000)).isTrue();
    }

    @Test
    void aMoveThatWasGivenUpIsFinishedAndUndone() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        cluster.openSlot(7, cluster.primaryOf("s1"), cluster.primaryOf("s2"), 12);

        assertThat(cluster.runUntil(() -> !operations(cluster).isEmpty(), 10_000))
                .isTrue();
        assertThat(operations(cluster).stream().flatMap(o -> o.plan().moves().stream()))
                .containsExactly(
                        new SlotMove(SlotSet.parse("7"), "s1", "s2"), new SlotMove(SlotSet.parse("7"), "s2", "s1"));
        assertThat(operations(cluster)).extracting(o -> o.plan().kind()).containsOnly(OperationKind.REVERT);
        assertThat(operations(cluster).get(1).state()).isEqualTo(OperationState.QUEUED);
    }

    @Test
    void aMarkOnOneNodeAloneIsTakenAway() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        FakeAgent from = cluster.primaryOf("s1");
        FakeAgent to = cluster.primaryOf("s2");
        cluster.openSlot(7, from, to, 0);
        from.node().openSlots = List.of();
        assertThat(cluster.runUntil(() -> noSlotIsOpen(from, to), 4000)).isTrue();

        cluster.openSlot(9, from, to, 0);
        to.node().openSlots = List.of();
        assertThat(cluster.runUntil(() -> noSlotIsOpen(from, to), 4000)).isTrue();
    }

    @Test
    void whileANodeCannotSayWhatItHoldsNothingIsClosed() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        FakeAgent from = cluster.primaryOf("s1");
        FakeAgent to = cluster.primaryOf("s2");
        to.next(OrderType.COUNT_KEYS, Reaction.UNDONE_AND_UNKNOWN);
        cluster.openSlot(7, from, to, 0);
        cluster.run(4000);
        assertThat(cluster.sent(Order.CloseSlots.class)).isEmpty();

        assertThat(cluster.runUntil(() -> noSlotIsOpen(from, to), 10_000)).isTrue();
    }

    @Test
    void theNextLeaderClosesWhatThisOneBegan() {
        FakeCluster cluster = FakeCluster.formed(3, 1);
        FakeAgent from = cluster.primaryOf("s1");
        FakeAgent to = cluster.primaryOf("s2");
        cluster.openSlot(7, from, to, 0);
        cluster.runUntil(() -> from.node().openSlots.isEmpty(), 4000);
        cluster.changeLeader();

        assertThat(cluster.runUntil(() -> noSlotIsOpen(from, to), 5000)).isTrue();
    }

    @Test
    void theMapFollowsSlotsThatWereMovedByHandOnceThatHasSettled() {
        FakeCluster cluster = FakeCluster.formed(
                ControlOptions.of(new ClusterSettings(2, 1)).withForeignChange(ForeignChangePolicy.ADOPT));
        FakeNode from = cluster.primaryOf("s1").node();
        FakeNode to = cluster.primaryOf("s2").node();
        SlotSet moved = SlotSet.parse("0-99");
        from.own(from.slots.minus(moved));
        to.own(to.slots.union(moved));
        to.configEpoch = 100;
        cluster.run(2000);
        assertThat(cluster.shard("s1").slots().contains(0)).isTrue();

        assertThat(cluster.runUntil(() -> cluster.shard("s2").slots().contains(0), 3000))
                .isTrue();
        assertThat(cluster.map().coversAllSlots()).isTrue();
        assertThat(texts(cluster, "FOREIGN_CHANGE")).anyMatch(text -> text.contains("moved slots 0-99 to shard s2"));
        cluster.run(2000);
        assertThat(operations(cluster)).isEmpty();
        assertThat(cluster.isReady()).isTrue();
    }

    @Test
    void slotsThatWereMovedByHandAreMovedBack() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeNode from = cluster.primaryOf("s1").node();
        FakeNode to = cluster.primaryOf("s2").node();
        SlotSet moved = SlotSet.parse("0-99");
        from.own(from.slots.minus(moved));
        to.own(to.slots.union(moved));
        to.configEpoch = 100;

        assertThat(cluster.runUntil(() -> !operations(cluster).isEmpty(), 5000)).isTrue();
        assertThat(cluster.shard("s2").slots().contains(0))
                .as("its keys are there")
                .isTrue();
        OperationPlan plan = operations(cluster).get(0).plan();
        assertThat(plan.kind()).isEqualTo(OperationKind.REVERT);
        assertThat(plan.moves()).containsExactly(new SlotMove(moved, "s2", "s1"));
        assertThat(texts(cluster, "FOREIGN_CHANGE")).anyMatch(text -> text.contains("they are moved back"));
    }

    private static List<Operation> operations(FakeCluster cluster) {
        return cluster.log().state().operations().all();
    }

    @Test
    void slotsThatNobodyOwnsGoBackToTheirShard() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeNode node = cluster.primaryOf("s1").node();
        node.own(node.slots.minus(SlotSet.parse("5-7")));

        assertThat(cluster.runUntil(() -> node.slots.contains(6), 5000)).isTrue();
        cluster.run(500);
        assertThat(texts(cluster, "FOREIGN_CHANGE")).anyMatch(text -> text.contains("had lost slots that nobody owns"));
    }

    @Test
    void nodesOutsideTheMapAreForgotten() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeNode stranger = cluster.addStranger();
        cluster.run(1500);
        assertThat(cluster.sent(Order.Forget.class)).isEmpty();

        assertThat(cluster.runUntil(
                        () -> cluster.agents().stream()
                                .noneMatch(agent -> agent.node().known.contains(stranger.id)),
                        2000))
                .isTrue();
        cluster.run(500);
        assertThat(texts(cluster, "UNKNOWN_NODE")).hasSize(4);
    }

    @Test
    void aNodeThatComesBackElsewhereIsIntroducedToThoseThatLostIt() {
        FakeCluster cluster = FakeCluster.formed(2, 1);
        FakeAgent moved = cluster.replicasOf("s1").get(0);
        cluster.move(moved, "10.9.9.9");
        assertThat(cluster.runUntil(() -> cluster.nodeOf(moved).host().equals("10.9.9.9"), 1000))
                .isTrue();
        assertThat(cluster.runUntil(() -> cluster.knowsEverybody(moved), 5000)).isTrue();
        cluster.run(500);

        assertThat(texts(cluster, "ADDRESS_CHANGED")).isNotEmpty();
        assertThat(cluster.isReady()).isTrue();
    }

    @Test
    void repairsAreInTheHistoryWithTheirReason() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        cluster.makeStray(cluster.replicasOf("s1").get(0));
        cluster.run(1000);

        assertThat(texts(cluster, "WRONG_PRIMARY"))
                .anyMatch(text -> text.contains("did not follow the primary of its shard; it follows it now"));
    }

    @Test
    void aRepairThatDoesNotHelpIsTriedLessAndLess() {
        FakeCluster cluster = FakeCluster.formed(1, 1);
        FakeAgent replica = cluster.replicasOf("s1").get(0);
        for (int i = 0; i < 200; i++) {
            replica.next(OrderType.FOLLOW, Reaction.FAIL);
        }
        cluster.makeStray(replica);
        cluster.run(60_000);

        assertThat(cluster.sent(Order.Follow.class).size()).isBetween(10, 22);
        assertThat(texts(cluster, "REPAIR_REPEATED")).singleElement().asString().contains("8 times in a row FOLLOW");
    }

    private static boolean noSlotIsOpen(FakeAgent... agents) {
        return List.of(agents).stream()
                .allMatch(agent -> agent.node().openSlots().isEmpty());
    }

    private static List<String> texts(FakeCluster cluster, String code) {
        return cluster.log().state().history().stream()
                .filter(entry -> entry.code().equals(code))
                .map(HistoryEntry::text)
                .toList();
    }
}
