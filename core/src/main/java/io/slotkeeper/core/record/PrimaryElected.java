package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.List;
import java.util.Map;

/**
 * The intent to promote a replica, committed before anything is done about it.
 *
 * @param election who is to replace whom, why, and at which shard epoch
 * @param expectedEpoch shard epoch that the decision was based on
 * @param text the decision in one sentence
 */
public record PrimaryElected(Election election, long expectedEpoch, String text) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.PRIMARY_ELECTED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Shard shard = state.map().shard(election.shard()).orElse(null);
        if (shard == null) {
            return ApplyOutcome.rejected(state, RejectReason.UNKNOWN_SHARD, "there is no shard " + election.shard());
        }
        if (shard.state() != ShardState.ACTIVE) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.WRONG_STATE,
                    "shard " + shard.id() + " is " + shard.state().label());
        }
        if (shard.epoch() != expectedEpoch || election.epoch() != state.nextElectionEpoch(shard)) {
            return ApplyOutcome.rejected(
                    state, RejectReason.STALE_EPOCH, "shard " + shard.id() + " is at epoch " + shard.epoch());
        }
        if (shard.replica(election.candidate()).isEmpty()
                || !shard.primary().id().equals(election.former())) {
            return ApplyOutcome.rejected(
                    state, RejectReason.NOT_A_REPLICA, election.candidate() + " is not a replica of " + shard.id());
        }
        ShardState next =
                election.kind() == ElectionKind.FAILOVER ? ShardState.FAILING_OVER : ShardState.SWITCHING_OVER;
        var delta = state.deltaOf(election.cause(), List.of(shard.withState(next)));
        Map<String, Long> figures =
                Map.of("epoch", election.epoch(), "estimatedLossBytes", election.estimatedLossBytes());
        return ApplyOutcome.changed(
                state.withMap(delta)
                        .withElection(election)
                        .withHistory(election.startedAtMillis(), shard.id(), type(), election.cause(), text, figures),
                delta);
    }

    @Override
    public void writeTo(BinaryOutput out) {
        election.writeTo(out);
        out.putLong(expectedEpoch).putText(text);
    }

    static PrimaryElected readFrom(BinaryInput in) {
        return new PrimaryElected(Election.readFrom(in), in.getLong(), in.getText());
    }
}
