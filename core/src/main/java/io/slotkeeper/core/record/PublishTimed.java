package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds the last phase of a promotion to its history entry: publishing can be measured only after the promotion itself is
 * committed. What was measured once stays: the history does not change afterwards.
 *
 * @param shard shard id
 * @param epoch shard epoch of the promotion
 * @param publishMicros from the verified promotion to the frame being handed to the subscribers
 */
public record PublishTimed(String shard, long epoch, long publishMicros) implements SlotMapRecord {
    private static final String FIGURE = "publishMicros";

    @Override
    public RecordType type() {
        return RecordType.PUBLISH_TIMED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        List<HistoryEntry> history = new ArrayList<>(state.history());
        for (int i = history.size() - 1; i >= 0; i--) {
            if (isMine(history.get(i))) {
                history.set(i, history.get(i).withFigure(FIGURE, publishMicros));
                return ApplyOutcome.unpublished(state.withHistory(history, state.nextSequence()));
            }
        }
        return ApplyOutcome.unpublished(state);
    }

    private boolean isMine(HistoryEntry entry) {
        return entry.shard().equals(shard)
                && entry.event().equals(RecordType.PRIMARY_ACTIVATED.name())
                && entry.figures().getOrDefault("epoch", -1L) == epoch
                && !entry.figures().containsKey(FIGURE);
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard).putLong(epoch).putLong(publishMicros);
    }

    static PublishTimed readFrom(BinaryInput in) {
        return new PublishTimed(in.getText(), in.getLong(), in.getLong());
    }
}
