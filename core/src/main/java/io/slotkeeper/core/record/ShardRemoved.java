package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMapDelta;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.List;
import java.util.Map;

/**
 * A shard without slots leaves the cluster; its nodes are spares from now on.
 *
 * @param shard shard id
 * @param code stable reason code
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record ShardRemoved(String shard, String code, long atMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.SHARD_REMOVED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Shard gone = state.map().shard(shard).orElse(null);
        if (gone == null) {
            return ApplyOutcome.rejected(state, RejectReason.UNKNOWN_SHARD, "there is no shard " + shard);
        }
        boolean used = state.operations()
                .windows()
                .anyMatch(w -> w.move().from().equals(shard) || w.move().to().equals(shard));
        if (!gone.slots().isEmpty() || used || state.election(shard).isPresent()) {
            return ApplyOutcome.rejected(
                    state, RejectReason.WRONG_STATE, "shard " + shard + " has slots, or is changing its primary");
        }
        SlotMapDelta delta = new SlotMapDelta(state.map().version() + 1, code, List.of(), List.of(shard));
        String text = "Shard " + shard + " has left the cluster; its nodes are spares.";
        Membership retired =
                state.upkeep().membership().retire(gone.nodes().map(Node::id).toList());
        Upkeep upkeep = state.upkeep().withMembership(retired);
        for (Node node : gone.nodes().toList()) {
            upkeep = upkeep.withoutDrained(node.id());
        }
        return ApplyOutcome.changed(
                state.withUpkeep(upkeep).withMap(delta).withHistory(atMillis, shard, type(), code, text, Map.of()),
                delta);
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard).putText(code).putLong(atMillis);
    }

    static ShardRemoved readFrom(BinaryInput in) {
        return new ShardRemoved(in.getText(), in.getText(), in.getLong());
    }
}
