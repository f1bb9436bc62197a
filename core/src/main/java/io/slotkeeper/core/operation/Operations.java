package io.slotkeeper.core.operation;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.SlotMove;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All operations that are remembered. Immutable. At most one of them moves slots at any time: two would meet at the same
 * nodes and the second was planned for what the first is changing. The others queue.
 *
 * @param all in the order of their ids
 * @param nextId id of the next one
 */
public record Operations(List<Operation> all, long nextId) {
    /** How many ended ones are kept. */
    public static final int ENDED_LIMIT = 50;

    public Operations {
        all = List.copyOf(all);
    }

    public static Operations none() {
        return new Operations(List.of(), 1);
    }

    public Optional<Operation> find(long id) {
        return all.stream().filter(o -> o.id() == id).findFirst();
    }

    /** The one that moves slots, or stands still in the middle of it. */
    public Optional<Operation> current() {
        return all.stream()
                .filter(o -> o.isLive() && o.state() != OperationState.QUEUED)
                .findFirst();
    }

    /** The oldest that waits. */
    public Optional<Operation> nextQueued() {
        return all.stream().filter(o -> o.state() == OperationState.QUEUED).findFirst();
    }

    /** Windows that are not closed. */
    public Stream<MoveWindow> windows() {
        return all.stream().flatMap(o -> o.journal().windows().stream());
    }

    /** What the slot map shows as open migrations. */
    public List<SlotMove> openMigrations() {
        return windows().filter(MoveWindow::isOpen).map(MoveWindow::move).toList();
    }

    public Operations plus(Operation operation) {
        List<Operation> next = new ArrayList<>(all);
        next.add(operation);
        return new Operations(trimmed(next), Math.max(nextId, operation.id() + 1));
    }

    public Operations replace(Operation operation) {
        return new Operations(
                trimmed(all.stream()
                        .map(o -> o.id() == operation.id() ? operation : o)
                        .toList()),
                nextId);
    }

    private static List<Operation> trimmed(List<Operation> operations) {
        long ended = operations.stream().filter(o -> !o.isLive()).count();
        long drop = Math.max(0, ended - ENDED_LIMIT);
        List<Operation> kept = new ArrayList<>();
        for (Operation operation : operations) {
            if (!operation.isLive() && drop > 0) {
                drop--;
            } else {
                kept.add(operation);
            }
        }
        return kept;
    }

    public void writeTo(BinaryOutput out) {
        out.putList(all, (o, operation) -> operation.writeTo(o)).putLong(nextId);
    }

    public static Operations readFrom(BinaryInput in) {
        return new Operations(in.getList(Operation::readFrom), in.getLong());
    }
}
