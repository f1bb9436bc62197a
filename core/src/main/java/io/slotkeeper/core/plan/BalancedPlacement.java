package io.slotkeeper.core.plan;

import io.slotkeeper.core.map.ShardIdOrder;
import io.slotkeeper.core.plan.ShardWeights.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Slot counts proportional to weights, with the fewest moves.
 *
 * <pre>
 * 1 every shard gets the whole slots of its exact share
 * 2 the slots that are left go one by one to shards whose share is not whole: first to those that own more than their
 *   whole share now, since each of them then has one slot less to give; then by the larger fraction; then by shard id
 * 3 what a shard owns above its count goes to shards that are below theirs, see {@link SlotDealer}
 * </pre>
 */
final class BalancedPlacement {
    private BalancedPlacement() {}

    static Ownership place(Ownership current, ShardWeights weights) {
        SortedMap<String, Integer> counts = counts(current, weights);
        return new SlotDealer(current, counts).deal();
    }

    private static SortedMap<String, Integer> counts(Ownership current, ShardWeights weights) {
        int slots = current.covered().size();
        SortedMap<String, Share> shares = weights.shares(slots);
        SortedMap<String, Integer> counts = new TreeMap<>(ShardIdOrder.INSTANCE);
        current.shards().keySet().forEach(shard -> counts.put(shard, 0));
        shares.forEach((shard, share) -> counts.put(shard, share.whole()));
        int left = slots - counts.values().stream().mapToInt(Integer::intValue).sum();
        Comparator<Map.Entry<String, Share>> order = Comparator.comparing(
                e -> current.slots(e.getKey()).size() <= e.getValue().whole());
        List<String> next = shares.entrySet().stream()
                .filter(e -> !e.getValue().isExact())
                .sorted(order.thenComparing(e -> e.getValue().rest(), Comparator.reverseOrder())
                        .thenComparing(Map.Entry::getKey, ShardIdOrder.INSTANCE))
                .map(Map.Entry::getKey)
                .toList();
        next.subList(0, left).forEach(shard -> counts.merge(shard, 1, Integer::sum));
        return counts;
    }

    /** Slot by slot to whoever has the fewest for its weight. */
    static Ownership drain(Ownership current, String drained, ShardWeights weights) {
        SortedMap<String, Integer> counts = new TreeMap<>(ShardIdOrder.INSTANCE);
        current.shards().forEach((shard, slots) -> counts.put(shard, slots.size()));
        List<String> receivers = new ArrayList<>(counts.keySet());
        receivers.removeIf(shard -> shard.equals(drained) || weights.of(shard) == 0);
        Comparator<String> byFilling = Comparator.comparingDouble(s -> (counts.get(s) + 1) / weights.of(s));
        for (int slot = 0; slot < current.slots(drained).size(); slot++) {
            counts.merge(receivers.stream().min(byFilling).orElseThrow(), 1, Integer::sum);
        }
        counts.put(drained, 0);
        return new SlotDealer(current, counts).deal();
    }
}
