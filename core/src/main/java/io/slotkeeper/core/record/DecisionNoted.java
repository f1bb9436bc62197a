package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Map;

/**
 * Something that operators must be able to read later although the slot map stays as it is: a diagnosis, or a decision
 * not to act and why.
 *
 * @param shard shard id, empty when it is about a node or the cluster
 * @param code stable reason code
 * @param text one sentence
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record DecisionNoted(String shard, String code, String text, long atMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.DECISION_NOTED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        return ApplyOutcome.unpublished(state.withHistory(atMillis, shard, type(), code, text, Map.of()));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard).putText(code).putText(text).putLong(atMillis);
    }

    static DecisionNoted readFrom(BinaryInput in) {
        return new DecisionNoted(in.getText(), in.getText(), in.getText(), in.getLong());
    }
}
