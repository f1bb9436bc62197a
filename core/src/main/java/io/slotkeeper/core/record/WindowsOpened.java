package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.operation.MoveWindow;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationState;
import io.slotkeeper.core.operation.Operations;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.List;
import java.util.Optional;

/**
 * The intent to move some slots, committed before any node is told to mark one.
 *
 * @param operation whose slots they are
 * @param firstWindow number of the first of the windows: the next one of the operation
 * @param moves one for each window, of slots that wait in the operation
 */
public record WindowsOpened(long operation, int firstWindow, List<SlotMove> moves) implements SlotMapRecord {
    public WindowsOpened {
        moves = List.copyOf(moves);
    }

    @Override
    public RecordType type() {
        return RecordType.WINDOWS_OPENED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Operation current = state.operations()
                .find(operation)
                .filter(o -> o.state() == OperationState.RUNNING && o.journal().nextWindow() == firstWindow)
                .orElse(null);
        if (current == null) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.STALE_OPERATION,
                    "operation " + operation + " does not run, or has opened window " + firstWindow + " already");
        }
        if (!moves.stream().allMatch(move -> isOwned(state, move))) {
            return ApplyOutcome.rejected(
                    state, RejectReason.SLOT_NOT_OWNED, "a slot is not owned by the shard that it is to leave");
        }
        try {
            Operations next = state.operations()
                    .replace(current.withJournal(current.journal().open(moves)));
            return MapChange.published(state, next, "MIGRATION_STARTED", List.of());
        } catch (IllegalArgumentException notWaiting) {
            return ApplyOutcome.rejected(state, RejectReason.STALE_OPERATION, notWaiting.getMessage());
        }
    }

    private static boolean isOwned(ClusterState state, SlotMove move) {
        Optional<Shard> from = state.map().shard(move.from());
        return state.map().shard(move.to()).isPresent()
                && from.filter(shard -> shard.slots().containsAll(move.slots())).isPresent()
                && state.operations().windows().noneMatch(w -> w.move().slots().intersects(move.slots()));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putLong(operation).putInt(firstWindow).putList(moves, MoveWindow::writeMove);
    }

    static WindowsOpened readFrom(BinaryInput in) {
        return new WindowsOpened(in.getLong(), in.getInt(), in.getList(MoveWindow::readMove));
    }
}
