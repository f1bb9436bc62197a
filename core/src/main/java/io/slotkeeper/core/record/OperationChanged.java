package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.operation.MoveJournal;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationState;
import io.slotkeeper.core.operation.OperationStatus;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.Map;
import java.util.Optional;

/**
 * An operation begins, pauses, goes on, is aborted or has ended.
 *
 * <pre>
 * from                          to
 * queued                        running, aborted (also when its nodes have been used otherwise meanwhile)
 * running                       paused, aborting, done
 * paused                        running, aborting
 * aborting                      aborted
 * </pre>
 *
 * @param id which operation
 * @param expected the state that the decision was based on
 * @param status the state from now on, and why
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record OperationChanged(long id, OperationState expected, OperationStatus status, long atMillis)
        implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.OPERATION_CHANGED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Operation operation = state.operations().find(id).orElse(null);
        if (operation == null || operation.state() != expected || !mayFollow(operation, state)) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.STALE_OPERATION,
                    operation == null
                            ? "there is no operation " + id
                            : "operation " + id + " is " + operation.state().label() + " and cannot become "
                                    + status.state().label());
        }
        boolean begins = expected == OperationState.QUEUED && status.state() == OperationState.RUNNING;
        Optional<String> obstacle = begins ? MembershipChange.obstacle(state, operation.plan()) : Optional.empty();
        boolean changesNodes = begins || status.state() == OperationState.ABORTED;
        if (changesNodes && obstacle.isEmpty() && MembershipChange.hasToWait(state, operation.plan())) {
            return ApplyOutcome.rejected(
                    state, RejectReason.WRONG_STATE, "a shard of its nodes is changing its primary; try again");
        }
        OperationStatus next = obstacle.map(why -> new OperationStatus(
                        OperationState.ABORTED,
                        "PLAN_OUTDATED",
                        "things have changed since it was planned: " + why + "."))
                .orElse(status);
        Operation changed = operation.withStatus(next, atMillis);
        if (begins) {
            // Others have moved slots since it was planned.
            changed = changed.withJournal(MoveJournal.of(operation.plan(), state.map()));
        }
        if (next.state() == OperationState.ABORTING || next.state() == OperationState.ABORTED) {
            changed = changed.withJournal(operation.journal().withoutWaiting());
        }
        ClusterState with = state.withOperations(state.operations().replace(changed))
                .withHistory(atMillis, operation.plan().shard(), type(), next.code(), sentence(next), figures(changed));
        if (begins && obstacle.isEmpty()) {
            return MembershipChange.begin(with, operation.plan());
        }
        return expected == OperationState.ABORTING && next.state() == OperationState.ABORTED
                ? MembershipChange.undo(with, operation.plan())
                : ApplyOutcome.unpublished(with);
    }

    private boolean mayFollow(Operation operation, ClusterState state) {
        return switch (status.state()) {
            case QUEUED -> false;
            case RUNNING ->
                expected == OperationState.PAUSED
                        || (expected == OperationState.QUEUED
                                && state.operations().current().isEmpty());
            case PAUSED -> expected == OperationState.RUNNING;
            case ABORTING -> expected == OperationState.RUNNING || expected == OperationState.PAUSED;
            case DONE ->
                expected == OperationState.RUNNING && operation.journal().isFinished();
            case ABORTED ->
                expected == OperationState.QUEUED
                        || (expected == OperationState.ABORTING
                                && operation.journal().isFinished());
        };
    }

    private String sentence(OperationStatus next) {
        return "Operation " + id + " is " + next.state().label() + (next.text().isEmpty() ? "." : ": " + next.text());
    }

    private static Map<String, Long> figures(Operation operation) {
        var progress = operation.journal().progress();
        return Map.of(
                "operation", operation.id(),
                "slots", (long) progress.slotsDone(),
                "keys", progress.keys(),
                "bytes", progress.bytes());
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putLong(id).putEnum(expected);
        status.writeTo(out);
        out.putLong(atMillis);
    }

    static OperationChanged readFrom(BinaryInput in) {
        return new OperationChanged(
                in.getLong(), in.getEnum(OperationState.class), OperationStatus.readFrom(in), in.getLong());
    }
}
