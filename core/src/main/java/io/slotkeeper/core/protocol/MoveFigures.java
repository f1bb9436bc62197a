package io.slotkeeper.core.protocol;

import java.util.Map;

/**
 * What an agent reports of an order to move keys.
 *
 * @param moved keys that have left the node
 * @param bytes memory that they took, as far as it was measured
 * @param left keys of the slots that are still there
 * @param blockedMicros the longest time that one batch blocked the node
 */
public record MoveFigures(long moved, long bytes, long left, long blockedMicros) {
    /** As they stand in a {@link CommandReply}. */
    public Map<String, Long> toMap() {
        return Map.of(
                "moved", moved,
                "bytes", bytes,
                "left", left,
                "blockedMicros", blockedMicros);
    }

    /** Reads what {@link #toMap} wrote; what is missing is 0, and no key counts as moved then. */
    public static MoveFigures of(Map<String, Long> figures) {
        return new MoveFigures(
                figures.getOrDefault("moved", 0L),
                figures.getOrDefault("bytes", 0L),
                figures.getOrDefault("left", 1L),
                figures.getOrDefault("blockedMicros", 0L));
    }
}
