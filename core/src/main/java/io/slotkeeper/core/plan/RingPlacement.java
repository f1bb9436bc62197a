package io.slotkeeper.core.plan;

import io.slotkeeper.core.map.ShardIdOrder;
import io.slotkeeper.core.slot.KeySlot;
import io.slotkeeper.core.slot.SlotSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Consistent hashing with virtual nodes and bounded load.
 *
 * <pre>
 * ring   slot n stands at n / 16384 of the circle; a shard of weight 1 has 128 points on it, hashed from its id
 * owner  going up from the slot, the shard of the first point that is not full; slots are placed in ascending order
 * full   a shard is full at 1.1 times its share, rounded up
 * </pre>
 *
 * <p>Slots are not hashed, since keys already are: so a shard owns about as many ranges as it has points. More points make
 * loads and moves more even, and the map longer. {@code docs/placement.md} has the figures.
 */
final class RingPlacement {
    static final int POINTS = 128;
    static final double BOUND = 1.1;
    private static final double MAX_WEIGHT = 64;
    private static final long SLOT_STEP = Long.MAX_VALUE / KeySlot.SLOTS + 1;

    private final NavigableMap<Long, String> ring = new TreeMap<>();
    private final SortedMap<String, Integer> room = new TreeMap<>(ShardIdOrder.INSTANCE);

    private RingPlacement(ShardWeights weights, int slots) {
        double sum = weights.weights().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        weights.weights().forEach((shard, weight) -> {
            addPoints(shard, weight);
            room.put(shard, (int) Math.ceil(BOUND * slots * (weight / sum)));
        });
    }

    static Ownership place(Ownership current, ShardWeights weights) {
        SlotSet slots = current.covered();
        SortedMap<String, SlotSet> nothing = new TreeMap<>(current.shards());
        nothing.replaceAll((shard, owned) -> SlotSet.empty());
        return new RingPlacement(weights, slots.size()).place(slots, nothing);
    }

    /** Each slot goes to the next shard on the ring that is not full; nothing else moves. */
    static Ownership drain(Ownership current, String drained, ShardWeights weights) {
        SortedMap<String, Double> others = new TreeMap<>(weights.weights());
        others.put(drained, 0.0);
        RingPlacement placement =
                new RingPlacement(new ShardWeights(others), current.covered().size());
        SortedMap<String, SlotSet> kept = new TreeMap<>(current.shards());
        SlotSet slots = kept.put(drained, SlotSet.empty());
        kept.forEach((shard, owned) -> placement.room.merge(shard, owned.size(), (a, b) -> a - b));
        return placement.place(slots, kept);
    }

    private Ownership place(SlotSet slots, SortedMap<String, SlotSet> kept) {
        Map<String, List<Integer>> placed =
                slots.stream().boxed().collect(Collectors.groupingBy(this::take, TreeMap::new, Collectors.toList()));
        placed.forEach((shard, its) ->
                kept.merge(shard, SlotSet.ofSlots(its.stream().mapToInt(Integer::intValue)), SlotSet::union));
        return new Ownership(kept);
    }

    private String take(int slot) {
        String owner = ownerOf(slot);
        room.merge(owner, -1, Integer::sum);
        return owner;
    }

    /** Rooms add up to at least all slots, so one is found before the circle closes. */
    private String ownerOf(int slot) {
        long position = slot * SLOT_STEP;
        Map.Entry<Long, String> point = ring.ceilingEntry(position);
        for (int steps = 0; steps <= ring.size(); steps++) {
            if (point == null) {
                point = ring.firstEntry();
            }
            if (room.get(point.getValue()) > 0) {
                return point.getValue();
            }
            point = ring.higherEntry(point.getKey());
        }
        throw new IllegalStateException("no shard has room for slot " + slot);
    }

    private void addPoints(String shard, double weight) {
        if (weight > MAX_WEIGHT) {
            throw new PlanRefusedException(
                    PlanRefusal.BAD_WEIGHT,
                    "the weight of shard " + shard + " is " + weight + "; on the ring 1 is an ordinary shard and "
                            + (int) MAX_WEIGHT + " the most; divide all weights by the same number");
        }
        long points = weight == 0 ? 0 : Math.max(1, Math.round(weight * POINTS));
        for (int i = 0; i < points; i++) {
            // Two shards on one point: the lower id keeps it, whoever came first.
            ring.merge(hash(shard + "#" + i), shard, (a, b) -> ShardIdOrder.INSTANCE.compare(a, b) <= 0 ? a : b);
        }
    }

    /** FNV-1a, then the finisher of SplitMix64, since FNV alone leaves similar names close together; 0 or more. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return (hash ^ (hash >>> 31)) >>> 1;
    }
}
