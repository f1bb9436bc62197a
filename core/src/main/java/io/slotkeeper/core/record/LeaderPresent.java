package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;

/**
 * Changes nothing. A leader commits it to learn that it can still commit, and to keep that path warm: the first commits
 * of a young or idle process are many times slower than the rest.
 *
 * @param term Raft term of the leader
 */
public record LeaderPresent(long term) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.LEADER_PRESENT;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        return ApplyOutcome.unpublished(state);
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putLong(term);
    }

    static LeaderPresent readFrom(BinaryInput in) {
        return new LeaderPresent(in.getLong());
    }
}
