package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.operation.MoveWindow;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.Map;

/**
 * Slots stay where they are because they hold a big key and the operation's policy is to skip such slots.
 *
 * @param operation whose slots they are
 * @param move the slots and where they would have gone
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record SlotsSkipped(long operation, SlotMove move, long atMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.SLOTS_SKIPPED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Operation current = state.operations().find(operation).orElse(null);
        if (current == null) {
            return ApplyOutcome.rejected(state, RejectReason.STALE_OPERATION, "there is no operation " + operation);
        }
        try {
            Operation next = current.withJournal(current.journal().skip(move));
            String text = "Slots " + move.slots() + " stay in shard " + move.from() + ": they hold big keys.";
            return ApplyOutcome.unpublished(state.withOperations(
                            state.operations().replace(next))
                    .withHistory(atMillis, move.from(), type(), "BIG_KEY", text, Map.of("operation", operation)));
        } catch (IllegalArgumentException notWaiting) {
            return ApplyOutcome.rejected(state, RejectReason.STALE_OPERATION, notWaiting.getMessage());
        }
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putLong(operation);
        MoveWindow.writeMove(out, move);
        out.putLong(atMillis);
    }

    static SlotsSkipped readFrom(BinaryInput in) {
        return new SlotsSkipped(in.getLong(), MoveWindow.readMove(in), in.getLong());
    }
}
