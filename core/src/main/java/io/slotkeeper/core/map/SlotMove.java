package io.slotkeeper.core.map;

import io.slotkeeper.core.slot.SlotSet;
import java.util.Objects;

/**
 * Slots that go from one shard to another.
 *
 * @param slots at least one
 * @param from shard that owns them
 * @param to shard that shall own them, another one
 */
public record SlotMove(SlotSet slots, String from, String to) {
    public SlotMove {
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
        if (slots.isEmpty() || from.equals(to)) {
            throw new IllegalArgumentException("a move needs slots and two shards: '" + slots + "' " + from + " " + to);
        }
    }
}
