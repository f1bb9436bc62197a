package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.List;
import java.util.Map;

/**
 * A planned shard was verified: its primary accepts writes and its replicas follow it.
 *
 * @param shard shard id
 * @param tookMillis from the plan to the verification
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record ShardFormed(String shard, long tookMillis, long atMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.SHARD_FORMED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Shard forming = state.map().shard(shard).orElse(null);
        if (forming == null) {
            return ApplyOutcome.rejected(state, RejectReason.UNKNOWN_SHARD, "there is no shard " + shard);
        }
        if (forming.state() != ShardState.FORMING) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.WRONG_STATE,
                    "shard " + shard + " is already " + forming.state().label());
        }
        var delta = state.deltaOf("SHARD_FORMED", List.of(forming.withState(ShardState.ACTIVE)));
        String text = "Shard " + shard + " serves slots " + forming.slots() + " from "
                + forming.primary().address() + " with " + forming.replicas().size() + " replicas.";
        return ApplyOutcome.changed(
                state.withMap(delta)
                        .withHistory(atMillis, shard, type(), "SHARD_FORMED", text, Map.of("tookMillis", tookMillis)),
                delta);
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard).putLong(tookMillis).putLong(atMillis);
    }

    static ShardFormed readFrom(BinaryInput in) {
        return new ShardFormed(in.getText(), in.getLong(), in.getLong());
    }
}
