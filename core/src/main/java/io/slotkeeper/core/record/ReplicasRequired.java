package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Decides how many replicas in time a write needs: the server's own fence of {@code write-safety strict}. A new primary
 * begins with none.
 *
 * @param shard shard id
 * @param epoch shard epoch that the decision was based on
 * @param required 0 or 1; -1 leaves the setting to whoever runs the nodes
 * @param code stable reason code
 * @param text one sentence
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record ReplicasRequired(String shard, long epoch, int required, String code, String text, long atMillis)
        implements SlotMapRecord {
    /** The setting is left to whoever runs the nodes. */
    public static final int UNMANAGED = -1;

    @Override
    public RecordType type() {
        return RecordType.REPLICAS_REQUIRED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Shard present = state.map().shard(shard).orElse(null);
        if (present == null) {
            return ApplyOutcome.rejected(state, RejectReason.UNKNOWN_SHARD, "there is no shard " + shard);
        }
        if (present.epoch() != epoch) {
            return ApplyOutcome.rejected(
                    state, RejectReason.STALE_EPOCH, "shard " + shard + " is at epoch " + present.epoch());
        }
        if (present.state() != ShardState.ACTIVE) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.WRONG_STATE,
                    "shard " + shard + " is " + present.state().label());
        }
        OptionalLong wanted = required < 0 ? OptionalLong.empty() : OptionalLong.of(required);
        return ApplyOutcome.unpublished(state.withUpkeep(state.upkeep().withRequiredReplicas(shard, wanted))
                .withHistory(atMillis, shard, type(), code, text, Map.of("required", (long) required)));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard)
                .putLong(epoch)
                .putInt(required)
                .putText(code)
                .putText(text)
                .putLong(atMillis);
    }

    static ReplicasRequired readFrom(BinaryInput in) {
        return new ReplicasRequired(in.getText(), in.getLong(), in.getInt(), in.getText(), in.getText(), in.getLong());
    }
}
