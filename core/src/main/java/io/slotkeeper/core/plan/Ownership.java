package io.slotkeeper.core.plan;

import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardIdOrder;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which shard owns which slots, for planning; immutable.
 *
 * @param shards slots by shard, in the order of shard ids; a shard may own none, no slot has two owners
 */
public record Ownership(SortedMap<String, SlotSet> shards) {
    public Ownership {
        SortedMap<String, SlotSet> sorted = new TreeMap<>(ShardIdOrder.INSTANCE);
        sorted.putAll(shards);
        shards = Collections.unmodifiableSortedMap(sorted);
        int slots = shards.values().stream().mapToInt(SlotSet::size).sum();
        if (slots != covered(shards).size()) {
            throw new IllegalArgumentException("a slot has two owners in " + shards);
        }
    }

    public static Ownership of(Map<String, SlotSet> shards) {
        SortedMap<String, SlotSet> sorted = new TreeMap<>(ShardIdOrder.INSTANCE);
        sorted.putAll(shards);
        return new Ownership(sorted);
    }

    public static Ownership of(SlotMap map) {
        return of(map.shards().stream().collect(Collectors.toMap(Shard::id, Shard::slots)));
    }

    /** What a shard owns; empty for a shard that is not named. */
    public SlotSet slots(String shard) {
        return shards.getOrDefault(shard, SlotSet.empty());
    }

    /** All slots that have an owner. */
    public SlotSet covered() {
        return covered(shards);
    }

    private static SlotSet covered(Map<String, SlotSet> shards) {
        return shards.values().stream().reduce(SlotSet.empty(), SlotSet::union);
    }

    /** Into how many ranges the slots of all shards fall: what clients and nodes have to read and keep. */
    public int fragments() {
        return shards.values().stream().mapToInt(s -> s.ranges().size()).sum();
    }

    /**
     * The ownership after a plan.
     *
     * @throws IllegalArgumentException if a move names slots that its source does not own
     */
    public Ownership after(MovePlan plan) {
        SortedMap<String, SlotSet> next = new TreeMap<>(shards);
        for (SlotMove move : plan.moves()) {
            if (!slots(move.from()).containsAll(move.slots())) {
                throw new IllegalArgumentException(move.from() + " does not own " + move.slots());
            }
            next.merge(move.from(), move.slots(), SlotSet::minus);
            next.merge(move.to(), move.slots(), SlotSet::union);
        }
        return new Ownership(next);
    }
}
