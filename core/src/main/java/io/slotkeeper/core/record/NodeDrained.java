package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.Map;

/**
 * A node is about to be stopped and started again by somebody: it is not promoted until then.
 *
 * @param node which
 * @param runId its process now; another one means that it was restarted
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record NodeDrained(NodeId node, String runId, long atMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.NODE_DRAINED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Node known = state.nodes().get(node);
        if (known == null) {
            return ApplyOutcome.rejected(state, RejectReason.UNKNOWN_NODE, "there is no node " + node);
        }
        String shard = state.map().shardOf(node).map(s -> s.id()).orElse("");
        String text = known.address() + " (" + known.agent() + ") is drained for a restart: it is not promoted until it"
                + " has restarted and is in sync.";
        return ApplyOutcome.unpublished(state.withUpkeep(state.upkeep().withDrained(node, runId))
                .withHistory(atMillis, shard, type(), "NODE_DRAINED", text, Map.of()));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putNodeId(node).putText(runId).putLong(atMillis);
    }

    static NodeDrained readFrom(BinaryInput in) {
        return new NodeDrained(in.getNodeId(), in.getText(), in.getLong());
    }
}
