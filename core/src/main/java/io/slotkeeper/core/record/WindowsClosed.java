package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.operation.MoveWindow;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.Operations;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.List;

/**
 * No node holds a mark for the slots of these windows any more, and all know their owner: the target, or the source when
 * the slots were taken back.
 *
 * @param operation whose windows they are
 * @param windows their numbers
 */
public record WindowsClosed(long operation, List<Integer> windows) implements SlotMapRecord {
    public WindowsClosed {
        windows = List.copyOf(windows);
    }

    @Override
    public RecordType type() {
        return RecordType.WINDOWS_CLOSED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Operation current = state.operations().find(operation).orElse(null);
        if (current == null || !windows.stream().allMatch(number -> mayClose(current, number))) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.STALE_OPERATION,
                    "operation " + operation + " has no windows " + windows + " that could be closed");
        }
        Operations next =
                state.operations().replace(current.withJournal(current.journal().close(windows)));
        return next.openMigrations().equals(state.operations().openMigrations())
                ? ApplyOutcome.unpublished(state.withOperations(next))
                : MapChange.published(state, next, "MIGRATION_TAKEN_BACK", List.of());
    }

    private static boolean mayClose(Operation operation, int number) {
        return operation
                .journal()
                .window(number)
                .filter(w -> w.state() != MoveWindow.State.OPEN)
                .isPresent();
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putLong(operation).putList(windows, BinaryOutput::putInt);
    }

    static WindowsClosed readFrom(BinaryInput in) {
        return new WindowsClosed(in.getLong(), in.getList(BinaryInput::getInt));
    }
}
