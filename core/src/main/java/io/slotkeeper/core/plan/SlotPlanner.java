package io.slotkeeper.core.plan;

import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.slot.KeySlot;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plans that move slots: from the slot map and a wish to moves. Every plan is a pure function of its arguments, and
 * every refusal a {@link PlanRefusedException} that names input, rule and remedy.
 */
public final class SlotPlanner {
    private SlotPlanner() {}

    /**
     * Spreads all slots anew.
     *
     * @param weights by shard, 1 for a shard that is not named
     */
    public static MovePlan rebalance(SlotMap map, Placement placement, Map<String, Double> weights) {
        checkWhole(map);
        map.shards().forEach(SlotPlanner::checkMovable);
        Ownership current = Ownership.of(map);
        return MovePlan.between(current, placement.place(current, weightsOf(current, weights)));
    }

    /**
     * Moves all slots of one shard to the others that can serve; those keep what they have.
     *
     * @param weights of the others, 1 for a shard that is not named
     */
    public static MovePlan drain(SlotMap map, String shard, Placement placement, Map<String, Double> weights) {
        checkMovable(find(map, shard));
        return reassign(map, shard, placement, weights);
    }

    /** As {@link #drain}, for a shard that is lost: its slots go to shards that are not, without their keys. */
    public static MovePlan reassign(SlotMap map, String shard, Placement placement, Map<String, Double> weights) {
        find(map, shard);
        Ownership current = Ownership.of(map);
        SortedMap<String, Double> others =
                new TreeMap<>(weightsOf(current, weights).weights());
        others.put(shard, 0.0);
        map.shards().stream().filter(s -> !canOwnMore(s)).forEach(s -> others.put(s.id(), 0.0));
        if (others.values().stream().allMatch(w -> w == 0)) {
            throw new PlanRefusedException(
                    PlanRefusal.LAST_SHARD,
                    "no other shard can take the slots of shard " + shard
                            + "; add a shard, or give another one a weight above 0, first");
        }
        return MovePlan.between(current, placement.drain(current, shard, new ShardWeights(others)));
    }

    /**
     * Moves given slots to a shard. Those that it owns already stay.
     *
     * @param from the shard that must own all of the slots; empty for whoever owns them
     */
    public static MovePlan move(SlotMap map, SlotSet slots, Optional<String> from, String to) {
        checkMovable(find(map, to));
        Ownership current = Ownership.of(map);
        from.ifPresent(id -> checkOwned(slots, find(map, id).slots(), "shard " + id));
        checkOwned(slots, current.covered(), "any shard");
        SortedMap<String, SlotSet> desired = new TreeMap<>(current.shards());
        desired.replaceAll((shard, owned) -> owned.minus(slots));
        desired.merge(to, slots, SlotSet::union);
        MovePlan plan = MovePlan.between(current, Ownership.of(desired));
        plan.moves().forEach(move -> checkMovable(find(map, move.from())));
        return plan;
    }

    /** Gives every shard one range of slots, as many as it has now. */
    public static MovePlan merge(SlotMap map) {
        checkWhole(map);
        map.shards().forEach(SlotPlanner::checkMovable);
        Ownership current = Ownership.of(map);
        return MovePlan.between(current, MergedPlacement.place(current));
    }

    private static ShardWeights weightsOf(Ownership current, Map<String, Double> weights) {
        return ShardWeights.of(current.shards().keySet(), weights);
    }

    private static Shard find(SlotMap map, String id) {
        List<String> ids = map.shards().stream().map(Shard::id).toList();
        return map.shard(id)
                .orElseThrow(() -> new PlanRefusedException(
                        PlanRefusal.UNKNOWN_SHARD,
                        "there is no shard '" + id + "'; shards are " + String.join(", ", ids)));
    }

    private static void checkMovable(Shard shard) {
        if (shard.state() == ShardState.LOST) {
            throw new PlanRefusedException(
                    PlanRefusal.SHARD_LOST,
                    "shard " + shard.id() + " is lost, so its keys can neither be moved nor joined by others;"
                            + " bring one of its nodes back first");
        }
        if (shard.state() == ShardState.FORMING) {
            throw new PlanRefusedException(
                    PlanRefusal.SHARD_FORMING,
                    "shard " + shard.id() + " is still being formed; wait until it is active");
        }
    }

    private static boolean canOwnMore(Shard shard) {
        return shard.state() != ShardState.LOST && shard.state() != ShardState.FORMING;
    }

    private static void checkWhole(SlotMap map) {
        SlotSet missing = SlotSet.all().minus(Ownership.of(map).covered());
        if (!missing.isEmpty()) {
            throw new PlanRefusedException(
                    PlanRefusal.SLOTS_WITHOUT_OWNER,
                    missing.size() + " of " + KeySlot.SLOTS + " slots have no owner (" + missing
                            + "); give them one first");
        }
    }

    private static void checkOwned(SlotSet slots, SlotSet owned, String owner) {
        SlotSet others = slots.minus(owned);
        if (slots.isEmpty() || !others.isEmpty()) {
            throw new PlanRefusedException(
                    PlanRefusal.SLOT_NOT_OWNED,
                    slots.isEmpty()
                            ? "no slot is named; name slots or ranges, like 7 or 0-5460"
                            : "slots " + others + " are not owned by " + owner + "; name slots that are");
        }
    }
}
