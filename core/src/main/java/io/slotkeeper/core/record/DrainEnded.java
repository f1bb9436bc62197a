package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import java.util.Map;

/**
 * A drained node may be promoted again.
 *
 * @param node which
 * @param code {@code DRAIN_RESTARTED} when it is back in sync, {@code DRAIN_UNDONE} on request, {@code DRAIN_FAILED} when its
 *     shard could not be handed over
 * @param text one sentence
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record DrainEnded(NodeId node, String code, String text, long atMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.DRAIN_ENDED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        if (!state.upkeep().drained().containsKey(node)) {
            return ApplyOutcome.unpublished(state);
        }
        String shard = state.map().shardOf(node).map(s -> s.id()).orElse("");
        return ApplyOutcome.unpublished(state.withUpkeep(state.upkeep().withoutDrained(node))
                .withHistory(atMillis, shard, type(), code, text, Map.of()));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putNodeId(node).putText(code).putText(text).putLong(atMillis);
    }

    static DrainEnded readFrom(BinaryInput in) {
        return new DrainEnded(in.getNodeId(), in.getText(), in.getText(), in.getLong());
    }
}
