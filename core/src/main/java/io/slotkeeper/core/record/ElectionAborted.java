package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.List;
import java.util.Map;

/**
 * An election was given up before the candidate became primary; the shard goes on as before. The epoch of the election
 * stays used.
 *
 * @param shard shard id
 * @param epoch shard epoch of the election
 * @param code stable reason code
 * @param text one sentence
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record ElectionAborted(String shard, long epoch, String code, String text, long atMillis)
        implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.ELECTION_ABORTED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Election election = state.elections().get(shard);
        if (election == null || election.epoch() != epoch) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.NO_OPEN_ELECTION,
                    "shard " + shard + " has no open election for epoch " + epoch);
        }
        Shard before = state.map().shard(shard).orElseThrow();
        var delta = state.deltaOf(code, List.of(before.withState(ShardState.ACTIVE)));
        return ApplyOutcome.changed(
                state.withMap(delta)
                        .withoutElection(shard)
                        .withHistory(atMillis, shard, type(), code, text, Map.of("epoch", epoch)),
                delta);
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard).putLong(epoch).putText(code).putText(text).putLong(atMillis);
    }

    static ElectionAborted readFrom(BinaryInput in) {
        return new ElectionAborted(in.getText(), in.getLong(), in.getText(), in.getText(), in.getLong());
    }
}
