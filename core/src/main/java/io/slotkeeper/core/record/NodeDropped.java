package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.Map;

/**
 * A retired node is gone: it leaves the list of nodes. It registers again should it come back.
 *
 * @param node which
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record NodeDropped(NodeId node, long atMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.NODE_DROPPED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Node gone = state.nodes().get(node);
        if (gone == null) {
            return ApplyOutcome.unpublished(state);
        }
        if (state.map().shardOf(node).isPresent()) {
            return ApplyOutcome.rejected(state, RejectReason.WRONG_STATE, "node " + node + " is in a shard");
        }
        String text = "Node " + node.abbreviated() + " of agent " + gone.agent() + " left the cluster and is gone.";
        return ApplyOutcome.unpublished(
                state.withoutNode(node).withHistory(atMillis, "", type(), "NODE_DROPPED", text, Map.of()));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putNodeId(node).putLong(atMillis);
    }

    static NodeDropped readFrom(BinaryInput in) {
        return new NodeDropped(in.getNodeId(), in.getLong());
    }
}
