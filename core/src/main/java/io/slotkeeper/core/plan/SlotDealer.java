package io.slotkeeper.core.plan;

import io.slotkeeper.core.map.ShardIdOrder;
import io.slotkeeper.core.slot.KeySlot;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Brings shards to given slot counts and keeps ranges long. No slot moves that need not.
 *
 * <pre>
 * give   a shard above its count gives its shortest ranges whole, and cuts the last one at its upper end
 * take   a range goes to a shard below its count that owns a neighbouring slot, else to the one that lacks most; what is
 *        too long for it is cut, and the rest goes on
 * </pre>
 */
final class SlotDealer {
    private final SortedMap<String, SlotSet> owned;
    private final NavigableMap<String, Integer> lacking = new TreeMap<>(ShardIdOrder.INSTANCE);

    /**
     * Starts from an ownership.
     *
     * @param counts slots that each shard shall own; their sum is the number of slots owned now
     */
    SlotDealer(Ownership current, SortedMap<String, Integer> counts) {
        owned = new TreeMap<>(current.shards());
        counts.forEach((shard, count) -> {
            owned.putIfAbsent(shard, SlotSet.empty());
            lacking.put(shard, count - current.slots(shard).size());
        });
    }

    Ownership deal() {
        List<SlotRange> given = new ArrayList<>();
        lacking.forEach((shard, lack) -> {
            if (lack < 0) {
                given.addAll(give(shard, -lack));
            }
        });
        lacking.values().removeIf(lack -> lack <= 0);
        given.forEach(this::take);
        return new Ownership(owned);
    }

    private List<SlotRange> give(String shard, int count) {
        List<SlotRange> shortestFirst = new ArrayList<>(owned.get(shard).ranges());
        shortestFirst.sort(Comparator.comparingInt(SlotRange::size));
        List<SlotRange> given = new ArrayList<>();
        int left = count;
        for (SlotRange range : shortestFirst) {
            int size = Math.min(left, range.size());
            if (size > 0) {
                given.add(new SlotRange(range.last() - size + 1, range.last()));
            }
            left -= size;
        }
        owned.merge(shard, SlotSet.of(given), SlotSet::minus);
        return given;
    }

    private void take(SlotRange range) {
        Deque<SlotRange> left = new ArrayDeque<>(List.of(range));
        while (!left.isEmpty()) {
            takePart(left.pop()).ifPresent(left::push);
        }
    }

    /** Returns what is too long for the taker. */
    private Optional<SlotRange> takePart(SlotRange range) {
        Optional<String> below = taker(range.first() - 1);
        Optional<String> above = taker(range.last() + 1);
        String taker = below.or(() -> above).orElseGet(this::neediest);
        boolean fromTop = below.isEmpty() && above.isPresent();
        int size = Math.min(range.size(), lacking.get(taker));
        SlotRange part = fromTop
                ? new SlotRange(range.last() - size + 1, range.last())
                : new SlotRange(range.first(), range.first() + size - 1);
        owned.merge(taker, SlotSet.of(part), SlotSet::union);
        lacking.computeIfPresent(taker, (shard, lack) -> lack == size ? null : lack - size);
        if (size == range.size()) {
            return Optional.empty();
        }
        return Optional.of(
                fromTop
                        ? new SlotRange(range.first(), part.first() - 1)
                        : new SlotRange(part.last() + 1, range.last()));
    }

    /** The shard that owns this slot, if it is below its count. */
    private Optional<String> taker(int slot) {
        return slot < 0 || slot >= KeySlot.SLOTS
                ? Optional.empty()
                : lacking.keySet().stream()
                        .filter(shard -> owned.get(shard).contains(slot))
                        .findFirst();
    }

    private String neediest() {
        Comparator<String> byLack = Comparator.comparingInt(lacking::get);
        return lacking.keySet().stream()
                .max(byLack.thenComparing(ShardIdOrder.INSTANCE.reversed()))
                .orElseThrow();
    }
}
