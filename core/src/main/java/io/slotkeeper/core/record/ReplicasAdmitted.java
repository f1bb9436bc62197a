package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import java.util.List;

/**
 * The lease of a primary counts with replicas that have joined its shard: from now on they may be promoted.
 *
 * @param shard shard id
 * @param nodes the replicas
 */
public record ReplicasAdmitted(String shard, List<NodeId> nodes) implements SlotMapRecord {
    public ReplicasAdmitted {
        nodes = List.copyOf(nodes);
    }

    @Override
    public RecordType type() {
        return RecordType.REPLICAS_ADMITTED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        return ApplyOutcome.unpublished(state.withUpkeep(
                state.upkeep().withMembership(state.upkeep().membership().admit(nodes))));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard).putList(nodes, BinaryOutput::putNodeId);
    }

    static ReplicasAdmitted readFrom(BinaryInput in) {
        return new ReplicasAdmitted(in.getText(), in.getList(BinaryInput::getNodeId));
    }
}
