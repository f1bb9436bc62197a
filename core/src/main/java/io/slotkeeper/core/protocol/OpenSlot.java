package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.slot.SlotRange;
import java.util.Objects;

/**
 * A mark of {@code CLUSTER SETSLOT} on one node: a slot on its way.
 *
 * @param slot 0 to 16383
 * @param direction whether the node gives or takes it
 * @param peer the node at the other end
 */
public record OpenSlot(int slot, Direction direction, NodeId peer) {
    /** Which end of the way the node is. The names are part of the agent protocol. */
    public enum Direction {
        /** The node answers ASK for keys that it has no more. */
        MIGRATING,
        /** The node takes keys of a slot that another owns, from clients that say ASKING. */
        IMPORTING
    }

    public OpenSlot {
        SlotRange.checkSlot(slot);
        Objects.requireNonNull(direction);
        Objects.requireNonNull(peer);
    }

    void writeTo(BinaryOutput out) {
        out.putInt(slot).putEnum(direction).putNodeId(peer);
    }

    static OpenSlot readFrom(BinaryInput in) {
        return new OpenSlot(in.getInt(), in.getEnum(Direction.class), in.getNodeId());
    }
}
