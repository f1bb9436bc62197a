package io.slotkeeper.core.protocol;

import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an agent found in some slots.
 *
 * @param keys how many keys
 * @param bytes memory that they take
 * @param bigSlots slots with a big key
 * @param biggestBytes memory of the largest key
 */
public record ScanFigures(long keys, long bytes, SlotSet bigSlots, long biggestBytes) {
    private static final String BIG = "big ";

    /** As they stand in a {@link CommandReply}. */
    public Map<String, Long> toMap() {
        Map<String, Long> figures = new TreeMap<>();
        figures.put("keys", keys);
        figures.put("bytes", bytes);
        figures.put("biggestBytes", biggestBytes);
        bigSlots.stream().forEach(slot -> figures.put(BIG + slot, 1L));
        return figures;
    }

    /** Reads what {@link #toMap} wrote. */
    public static ScanFigures of(Map<String, Long> figures) {
        SlotSet big = SlotSet.of(figures.keySet().stream()
                .filter(name -> name.startsWith(BIG))
                .map(name -> SlotRange.parse(name.substring(BIG.length())))
                .toList());
        return new ScanFigures(
                figures.getOrDefault("keys", 0L),
                figures.getOrDefault("bytes", 0L),
                big,
                figures.getOrDefault("biggestBytes", 0L));
    }
}
