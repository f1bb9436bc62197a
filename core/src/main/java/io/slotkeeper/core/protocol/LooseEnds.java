package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import java.util.List;

/**
 * What in a node's view of the cluster should not last.
 *
 * @param openSlots its marks of slots on their way, by slot
 * @param lostPeers nodes that it knows but has no connection to, by id; at most {@link #MOST_PEERS}, the lowest
 */
public record LooseEnds(List<OpenSlot> openSlots, List<NodeId> lostPeers) {
    /** A node that lost all others must not make its reports long. */
    public static final int MOST_PEERS = 16;

    public static final LooseEnds NONE = new LooseEnds(List.of(), List.of());

    public LooseEnds {
        openSlots = List.copyOf(openSlots);
        lostPeers = lostPeers.stream().sorted().limit(MOST_PEERS).toList();
    }

    void writeTo(BinaryOutput out) {
        out.putList(openSlots, (o, open) -> open.writeTo(o)).putList(lostPeers, BinaryOutput::putNodeId);
    }

    static LooseEnds readFrom(BinaryInput in) {
        return new LooseEnds(in.getList(OpenSlot::readFrom), in.getList(BinaryInput::getNodeId));
    }
}
