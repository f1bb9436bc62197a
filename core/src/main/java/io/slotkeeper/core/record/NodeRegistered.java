package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Node;
import java.util.List;
import java.util.Map;

/**
 * An agent presented its node for the first time, or with another address, zone or agent name than before.
 *
 * @param node its particulars now
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record NodeRegistered(Node node, long atMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.NODE_REGISTERED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        if (node.equals(state.nodes().get(node.id()))) {
            return ApplyOutcome.unpublished(state);
        }
        String code = code(state.nodes().get(node.id()));
        String text = "Agent " + node.agent() + " presents node " + node.id().abbreviated() + " at " + node.address()
                + (node.zone().isEmpty() ? "." : " in zone " + node.zone() + ".");
        ClusterState registered = state.withNode(node);
        return state.map()
                .shardOf(node.id())
                .map(shard -> registered.deltaOf(code, List.of(shard.withNode(node))))
                .map(delta -> ApplyOutcome.changed(
                        registered.withMap(delta).withHistory(atMillis, "", type(), code, text, Map.of()), delta))
                .orElseGet(() ->
                        ApplyOutcome.unpublished(registered.withHistory(atMillis, "", type(), code, text, Map.of())));
    }

    private String code(Node before) {
        if (before == null) {
            return "NODE_REGISTERED";
        }
        return before.address().equals(node.address()) ? "NODE_CHANGED" : "ADDRESS_CHANGED";
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putNode(node).putLong(atMillis);
    }

    static NodeRegistered readFrom(BinaryInput in) {
        return new NodeRegistered(in.getNode(), in.getLong());
    }
}
