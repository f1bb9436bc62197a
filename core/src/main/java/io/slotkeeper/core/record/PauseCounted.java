package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;

/**
 * How much of a maintenance pause is left: where the next leader goes on counting. No wall clock is asked.
 *
 * @param shard shard id; {@link Upkeep#CLUSTER} for all
 * @param leftMillis what is left
 */
public record PauseCounted(String shard, long leftMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.PAUSE_COUNTED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Upkeep.Pause pause = state.upkeep().pauses().get(shard);
        return ApplyOutcome.unpublished(
                pause == null
                        ? state
                        : state.withUpkeep(
                                state.upkeep().withPause(shard, new Upkeep.Pause(leftMillis, pause.reason()))));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard).putLong(leftMillis);
    }

    static PauseCounted readFrom(BinaryInput in) {
        return new PauseCounted(in.getText(), in.getLong());
    }
}
