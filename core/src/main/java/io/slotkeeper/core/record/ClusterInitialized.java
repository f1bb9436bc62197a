package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.Map;

/**
 * The first record of every log: who this cluster is and what is wanted of it.
 *
 * @param clusterId drawn at random by the first leader
 * @param settings desired shards and replicas
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record ClusterInitialized(String clusterId, ClusterSettings settings, long atMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.CLUSTER_INITIALIZED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        if (state.initialized()) {
            return ApplyOutcome.rejected(
                    state, RejectReason.ALREADY_INITIALIZED, "the cluster is already " + state.clusterId());
        }
        String text = "Cluster " + clusterId + " is to have " + settings.shards() + " shards with "
                + settings.replicas() + " replicas each.";
        return ApplyOutcome.unpublished(state.initializedAs(clusterId, settings)
                .withHistory(atMillis, "", type(), "CLUSTER_INITIALIZED", text, Map.of()));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(clusterId);
        settings.writeTo(out);
        out.putLong(atMillis);
    }

    static ClusterInitialized readFrom(BinaryInput in) {
        return new ClusterInitialized(in.getText(), ClusterSettings.readFrom(in), in.getLong());
    }
}
