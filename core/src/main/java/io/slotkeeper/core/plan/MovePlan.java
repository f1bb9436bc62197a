package io.slotkeeper.core.plan;

import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What has to move, at most one move for every pair of shards.
 *
 * @param moves in the order of the sources' ids, then of the targets' ids
 */
public record MovePlan(List<SlotMove> moves) {
    public MovePlan {
        moves = List.copyOf(moves);
    }

    /**
     * The moves that turn one ownership into another.
     *
     * @param desired of the same slots
     */
    public static MovePlan between(Ownership current, Ownership desired) {
        if (!current.covered().equals(desired.covered())) {
            throw new IllegalArgumentException("the plan must neither lose nor invent slots");
        }
        List<SlotMove> moves = new ArrayList<>();
        for (Map.Entry<String, SlotSet> from : current.shards().entrySet()) {
            for (Map.Entry<String, SlotSet> to : desired.shards().entrySet()) {
                SlotSet slots = from.getValue().intersect(to.getValue());
                if (!from.getKey().equals(to.getKey()) && !slots.isEmpty()) {
                    moves.add(new SlotMove(slots, from.getKey(), to.getKey()));
                }
            }
        }
        return new MovePlan(moves);
    }

    public boolean isEmpty() {
        return moves.isEmpty();
    }

    /** Number of slots that move. */
    public int slots() {
        return moves.stream().mapToInt(m -> m.slots().size()).sum();
    }
}
