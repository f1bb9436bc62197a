package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.operation.MoveJournal;
import io.slotkeeper.core.operation.MoveSettings;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationPlan;
import io.slotkeeper.core.operation.OperationState;
import io.slotkeeper.core.operation.OperationStatus;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody asked for an operation. It runs at once, or queues behind the one that is under way.
 *
 * @param id the operation's id: the next one
 * @param plan what it is to do
 * @param settings how gently
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record OperationStarted(long id, OperationPlan plan, MoveSettings settings, long atMillis)
        implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.OPERATION_STARTED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        if (id != state.operations().nextId()) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.STALE_OPERATION,
                    "the next operation is " + state.operations().nextId());
        }
        Optional<String> unknown = plan.moves().stream()
                .map(SlotMove::to)
                .filter(shard -> state.map().shard(shard).isEmpty() && !isAdded(shard))
                .findFirst();
        if (unknown.isPresent()) {
            return ApplyOutcome.rejected(state, RejectReason.UNKNOWN_SHARD, "there is no shard " + unknown.get());
        }
        Optional<String> obstacle = MembershipChange.obstacle(state, plan);
        if (obstacle.isPresent()) {
            return ApplyOutcome.rejected(state, RejectReason.UNKNOWN_NODE, obstacle.get());
        }
        if (MembershipChange.hasToWait(state, plan)) {
            return ApplyOutcome.rejected(
                    state, RejectReason.WRONG_STATE, "a shard of these nodes is changing its primary; try again");
        }
        Operation operation =
                new Operation(id, plan, settings, status(state), MoveJournal.of(plan, state.map()), atMillis, 0);
        ClusterState with = state.withOperations(state.operations().plus(operation))
                .withHistory(
                        atMillis,
                        plan.shard(),
                        type(),
                        operation.status().code(),
                        "Operation " + id + ": " + plan.text() + " "
                                + operation.status().text(),
                        Map.of("operation", id, "slots", (long) plan.slots().size()));
        return operation.state() == OperationState.RUNNING
                ? MembershipChange.begin(with, plan)
                : ApplyOutcome.unpublished(with);
    }

    private boolean isAdded(String shard) {
        return plan.added().filter(s -> s.id().equals(shard)).isPresent();
    }

    private static OperationStatus status(ClusterState state) {
        return state.operations()
                .current()
                .or(() -> state.operations().nextQueued())
                .map(before -> new OperationStatus(
                        OperationState.QUEUED,
                        "OPERATION_QUEUED",
                        "It waits until operation " + before.id() + " has ended."))
                .orElse(new OperationStatus(OperationState.RUNNING, "OPERATION_STARTED", ""));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putLong(id);
        plan.writeTo(out);
        settings.writeTo(out);
        out.putLong(atMillis);
    }

    static OperationStarted readFrom(BinaryInput in) {
        return new OperationStarted(in.getLong(), OperationPlan.readFrom(in), MoveSettings.readFrom(in), in.getLong());
    }
}
