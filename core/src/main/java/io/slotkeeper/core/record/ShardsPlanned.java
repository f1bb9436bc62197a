package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.List;
import java.util.Map;

/**
 * The placement of a new cluster: which nodes make up which shard, and the slots of each.
 *
 * @param shards all shards, in state forming
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record ShardsPlanned(List<Shard> shards, long atMillis) implements SlotMapRecord {
    public ShardsPlanned {
        shards = List.copyOf(shards);
        if (shards.stream().anyMatch(shard -> shard.state() != ShardState.FORMING)) {
            throw new IllegalArgumentException("planned shards are in state forming");
        }
    }

    @Override
    public RecordType type() {
        return RecordType.SHARDS_PLANNED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        if (!state.map().shards().isEmpty()) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.ALREADY_PLANNED,
                    "the cluster has its shards since version " + state.map().version());
        }
        if (!shards.stream().flatMap(Shard::nodes).allMatch(n -> state.nodes().containsKey(n.id()))) {
            return ApplyOutcome.rejected(
                    state, RejectReason.UNKNOWN_NODE, "the plan names a node that is not registered");
        }
        var delta = state.deltaOf("FORMATION_PLANNED", shards);
        String text = shards.size() + " shards are placed on "
                + shards.stream().flatMap(Shard::nodes).count() + " nodes.";
        return ApplyOutcome.changed(
                state.withMap(delta).withHistory(atMillis, "", type(), "FORMATION_PLANNED", text, Map.of()), delta);
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putList(shards, BinaryOutput::putShard).putLong(atMillis);
    }

    static ShardsPlanned readFrom(BinaryInput in) {
        return new ShardsPlanned(in.getList(BinaryInput::getShard), in.getLong());
    }
}
