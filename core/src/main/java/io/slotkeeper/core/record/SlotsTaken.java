package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.slot.SlotSet;

/**
 * A shard's primary owns the slots that the shard was given from a lost one.
 *
 * @param shard shard id
 */
public record SlotsTaken(String shard) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.SLOTS_TAKEN;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        return ApplyOutcome.unpublished(state.withUpkeep(state.upkeep().withUntaken(shard, SlotSet.empty())));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard);
    }

    static SlotsTaken readFrom(BinaryInput in) {
        return new SlotsTaken(in.getText());
    }
}
