package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Objects;

/**
 * What a node is to believe about some slots: one {@code CLUSTER SETSLOT} for each.
 *
 * @param kind what to set
 * @param slots of which slots
 * @param node the other node of a migration, or the owner
 */
public record SlotMark(Kind kind, SlotSet slots, NodeId node) {
    /** The forms of {@code CLUSTER SETSLOT}. The names are part of the agent protocol. */
    public enum Kind {
        /** The node takes the slots in from {@code node}, which owns them. */
        IMPORTING,
        /** The node, their owner, gives the slots to {@code node}. */
        MIGRATING,
        /** The slots belong to {@code node}. A replica waits until it has heard of it: it cannot be told. */
        NODE,
        /** The slots are not on their way; {@code node} owns them. */
        STABLE
    }

    public SlotMark {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(slots);
        Objects.requireNonNull(node);
    }

    void writeTo(BinaryOutput out) {
        out.putEnum(kind).putSlots(slots).putNodeId(node);
    }

    static SlotMark readFrom(BinaryInput in) {
        return new SlotMark(in.getEnum(Kind.class), in.getSlots(), in.getNodeId());
    }
}
