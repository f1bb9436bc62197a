package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.operation.MoveJournal;
import io.slotkeeper.core.operation.MoveWindow;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;

/**
 * The slots of a window are taken back by the source, since no key has been moved; or go on to the target after all.
 *
 * @param operation whose window it is
 * @param window number of the window
 * @param back they are taken back
 */
public record WindowTurned(long operation, int window, boolean back) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.WINDOW_TURNED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Operation current = state.operations().find(operation).orElse(null);
        MoveWindow.State expected = back ? MoveWindow.State.OPEN : MoveWindow.State.TAKING_BACK;
        if (current == null
                || current.journal()
                        .window(window)
                        .filter(w -> w.state() == expected)
                        .isEmpty()) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.STALE_OPERATION,
                    "operation " + operation + " has no window " + window + " in state " + expected);
        }
        MoveJournal journal = current.journal();
        MoveJournal next = back ? journal.takeBack(window) : journal.goOn(window);
        return ApplyOutcome.unpublished(state.withOperations(state.operations().replace(current.withJournal(next))));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putLong(operation).putInt(window).putBoolean(back);
    }

    static WindowTurned readFrom(BinaryInput in) {
        return new WindowTurned(in.getLong(), in.getInt(), in.getBoolean());
    }
}
