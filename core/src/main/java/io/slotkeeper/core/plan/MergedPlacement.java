package io.slotkeeper.core.plan;

import io.slotkeeper.core.map.ShardIdOrder;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One range for every shard, and every shard as many slots as before. The ranges stand in the order of the middles of what
 * the shards own now, so that much stays where it is; that is a rule of thumb, not the fewest moves.
 */
final class MergedPlacement {
    private MergedPlacement() {}

    static Ownership place(Ownership current) {
        Comparator<String> byMiddle = Comparator.comparingDouble(shard -> middle(current.slots(shard)));
        List<String> line = current.shards().keySet().stream()
                .sorted(byMiddle.thenComparing(ShardIdOrder.INSTANCE))
                .toList();
        int[] slots = current.covered().stream().toArray();
        SortedMap<String, SlotSet> merged = new TreeMap<>(ShardIdOrder.INSTANCE);
        int next = 0;
        for (String shard : line) {
            int size = current.slots(shard).size();
            merged.put(shard, SlotSet.ofSlots(Arrays.stream(slots, next, next + size)));
            next += size;
        }
        return new Ownership(merged);
    }

    private static double middle(SlotSet slots) {
        return slots.stream().average().orElse(0);
    }
}
