package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.List;
import java.util.Map;

/**
 * The primary of a lost shard, whose slots went to others, is back and claims none of them.
 *
 * @param shard shard id
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record ShardRecovered(String shard, long atMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.SHARD_RECOVERED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Shard lost = state.map().shard(shard).orElse(null);
        if (lost == null || lost.state() != ShardState.LOST) {
            return ApplyOutcome.rejected(state, RejectReason.WRONG_STATE, "shard " + shard + " is not lost");
        }
        var delta = state.deltaOf("SHARD_RECOVERED", List.of(lost.withState(ShardState.ACTIVE)));
        String text = "Shard " + shard + " is back without slots; a rebalance gives it some.";
        return ApplyOutcome.changed(
                state.withMap(delta).withHistory(atMillis, shard, type(), "SHARD_RECOVERED", text, Map.of()), delta);
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard).putLong(atMillis);
    }

    static ShardRecovered readFrom(BinaryInput in) {
        return new ShardRecovered(in.getText(), in.getLong());
    }
}
