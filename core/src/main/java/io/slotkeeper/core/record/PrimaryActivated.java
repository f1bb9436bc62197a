package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The elected replica is verified to be the primary: it has the role and the slots.
 *
 * @param shard shard id
 * @param epoch shard epoch of the election
 * @param figures durations of the phases in microseconds and the loss in bytes, by name
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record PrimaryActivated(String shard, long epoch, Map<String, Long> figures, long atMillis)
        implements SlotMapRecord {
    public PrimaryActivated {
        figures = new TreeMap<>(figures);
    }

    @Override
    public RecordType type() {
        return RecordType.PRIMARY_ACTIVATED;
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
        Shard after = before.withPrimary(election.candidate(), epoch);
        var delta = state.deltaOf(election.cause(), List.of(after));
        return ApplyOutcome.changed(
                state.withMap(delta)
                        .withoutElection(shard)
                        .withUpkeep(upkeepAfter(state))
                        .withHistory(
                                atMillis, shard, type(), election.cause(), sentence(before.primary(), after), figures),
                delta);
    }

    /** The other replicas have yet to follow the new primary: its writes must not wait for them. */
    private Upkeep upkeepAfter(ClusterState state) {
        Upkeep upkeep = state.upkeep();
        return upkeep.requiredReplicas(shard).isPresent()
                ? upkeep.withRequiredReplicas(shard, OptionalLong.of(0))
                : upkeep;
    }

    private static String sentence(Node former, Shard after) {
        return after.primary().address() + " (" + after.primary().agent() + ") replaced " + former.address() + " ("
                + former.agent() + ") as primary of shard " + after.id() + ", epoch " + after.epoch() + ".";
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard).putLong(epoch).putNumbers(figures).putLong(atMillis);
    }

    static PrimaryActivated readFrom(BinaryInput in) {
        return new PrimaryActivated(in.getText(), in.getLong(), in.getNumbers(), in.getLong());
    }
}
