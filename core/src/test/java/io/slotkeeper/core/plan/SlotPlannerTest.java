package io.slotkeeper.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SlotPlannerTest {
    private static final SlotMap TWO = map(active("s1", "0-8191"), active("s2", "8192-16383"));
    private static final SlotMap GROWN = map(active("s1", "0-8191"), active("s2", "8192-16383"), active("s3", ""));

    @Test
    void aNewShardGetsItsPartAndNothingElseMoves() {
        assertThat(SlotPlanner.rebalance(GROWN, Placement.BALANCED, Map.of()).moves())
                .containsExactly(
                        new SlotMove(SlotSet.parse("5462-8191"), "s1", "s3"),
                        new SlotMove(SlotSet.parse("13653-16383"), "s2", "s3"));
    }

    @Test
    void aShardOfWeightZeroIsEmptied() {
        assertThat(SlotPlanner.rebalance(TWO, Placement.BALANCED, Map.of("s2", 0.0))
                        .moves())
                .containsExactly(new SlotMove(SlotSet.parse("8192-16383"), "s2", "s1"));
    }

    @Test
    void drainedSlotsGoWhereTheFewestAre() {
        SlotMap map = map(active("s1", "0-99"), active("s2", "100-8191"), active("s3", "8192-16383"));

        assertThat(SlotPlanner.drain(map, "s3", Placement.BALANCED, Map.of()).moves())
                .containsExactly(
                        new SlotMove(SlotSet.parse("8292-16383"), "s3", "s1"),
                        new SlotMove(SlotSet.parse("8192-8291"), "s3", "s2"));
    }

    @Test
    void namedSlotsMoveAndThoseThatAreThereStay() {
        assertThat(SlotPlanner.move(TWO, SlotSet.parse("8190-8193"), Optional.empty(), "s2")
                        .moves())
                .containsExactly(new SlotMove(SlotSet.parse("8190-8191"), "s1", "s2"));
        assertThat(SlotPlanner.move(TWO, SlotSet.parse("9000"), Optional.empty(), "s2")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void fragmentsAreMerged() {
        SlotMap map = map(active("s1", "0-99,200-8191,8300-8310"), active("s2", "100-199,8192-8299,8311-16383"));
        Ownership before = Ownership.of(map);
        MovePlan plan = SlotPlanner.merge(map);

        assertThat(before.fragments()).isEqualTo(6);
        assertThat(before.after(plan).fragments()).isEqualTo(2);
        assertThat(before.after(plan).slots("s1").size())
                .isEqualTo(before.slots("s1").size());
        assertThat(plan.slots()).isLessThan(300);
        assertThat(SlotPlanner.merge(TWO).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "s9, 1, UNKNOWN_SHARD, 'shard ''s9'', which does not exist; shards are s1, s2'",
        "s1, -1, BAD_WEIGHT, the weight of shard s1 is -1.0; a weight is a number of 0 or more",
        "s1, NaN, BAD_WEIGHT, the weight of shard s1 is NaN",
        "s1, Infinity, BAD_WEIGHT, the weight of shard s1 is Infinity",
    })
    void badWeightsAreRefused(String shard, double weight, PlanRefusal refusal, String text) {
        for (Placement placement : Placement.values()) {
            assertRefused(() -> SlotPlanner.rebalance(TWO, placement, Map.of(shard, weight)), refusal, text);
        }
    }

    @ParameterizedTest
    @EnumSource
    void badInputIsRefused(Placement placement) {
        Shard lost = active("s2", "8192-16383").withState(ShardState.LOST);
        SlotMap withLost = map(active("s1", "0-8191"), lost);
        SlotMap forming = map(Samples.s1(), Samples.s2());
        SlotMap holes = map(active("s1", "0-99"), active("s2", "200-16383"));
        Map<String, Double> zero = Map.of("s1", 0.0, "s2", 0.0);

        assertRefused(() -> SlotPlanner.rebalance(TWO, placement, zero), PlanRefusal.BAD_WEIGHT, "all weights are 0");
        assertRefused(
                () -> SlotPlanner.rebalance(withLost, placement, Map.of()),
                PlanRefusal.SHARD_LOST,
                "shard s2 is lost, so its keys can neither be moved");
        assertRefused(
                () -> SlotPlanner.rebalance(forming, placement, Map.of()), PlanRefusal.SHARD_FORMING, "shard s1 is");
        assertRefused(
                () -> SlotPlanner.rebalance(holes, placement, Map.of()),
                PlanRefusal.SLOTS_WITHOUT_OWNER,
                "100 of 16384 slots have no owner (100-199)");
        assertRefused(
                () -> SlotPlanner.drain(TWO, "s9", placement, Map.of()), PlanRefusal.UNKNOWN_SHARD, "no shard 's9'");
        assertRefused(
                () -> SlotPlanner.drain(withLost, "s2", placement, Map.of()), PlanRefusal.SHARD_LOST, "s2 is lost");
        assertRefused(
                () -> SlotPlanner.drain(withLost, "s1", placement, Map.of()),
                PlanRefusal.LAST_SHARD,
                "no other shard can take the slots of shard s1");
        assertThat(SlotPlanner.reassign(withLost, "s2", placement, Map.of()).moves())
                .containsExactly(new SlotMove(lost.slots(), "s2", "s1"));
    }

    @Test
    void movesOfSlotsThatAreNotOwnedAreRefused() {
        SlotMap holes = map(active("s1", "0-99"), active("s2", "200-16383"));

        assertRefused(
                () -> SlotPlanner.move(TWO, SlotSet.parse("8000-9000"), Optional.of("s1"), "s2"),
                PlanRefusal.SLOT_NOT_OWNED,
                "slots 8192-9000 are not owned by shard s1");
        assertRefused(
                () -> SlotPlanner.move(holes, SlotSet.parse("90-110"), Optional.empty(), "s2"),
                PlanRefusal.SLOT_NOT_OWNED,
                "slots 100-110 are not owned by any shard");
        assertRefused(
                () -> SlotPlanner.move(TWO, SlotSet.empty(), Optional.empty(), "s2"),
                PlanRefusal.SLOT_NOT_OWNED,
                "no slot is named");
        assertRefused(
                () -> SlotPlanner.move(TWO, SlotSet.parse("1"), Optional.empty(), "s7"),
                PlanRefusal.UNKNOWN_SHARD,
                "no shard 's7'; shards are s1, s2");
    }

    @Test
    void aRingOfHugeWeightsIsRefused() {
        assertRefused(
                () -> SlotPlanner.rebalance(TWO, Placement.RING, Map.of("s1", 100.0)),
                PlanRefusal.BAD_WEIGHT,
                "on the ring 1 is an ordinary shard and 64 the most");
    }

    private static void assertRefused(ThrowingCallable plan, PlanRefusal refusal, String text) {
        assertThatThrownBy(plan)
                .isInstanceOfSatisfying(
                        PlanRefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal))
                .hasMessageContaining(text);
    }

    private static Shard active(String id, String slots) {
        int number = Integer.parseInt(id.substring(1));
        return new Shard(id, 1, SlotSet.parse(slots), ShardState.ACTIVE, Samples.node(number), List.of());
    }

    private static SlotMap map(Shard... shards) {
        return SlotMap.of(1, new ArrayList<>(List.of(shards)), List.of());
    }
}
