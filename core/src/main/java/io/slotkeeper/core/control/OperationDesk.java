package io.slotkeeper.core.control;

import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationPlan;
import io.slotkeeper.core.operation.OperationState;
import io.slotkeeper.core.operation.OperationStatus;
import io.slotkeeper.core.plan.PlanRefusedException;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.OperationChanged;
import io.slotkeeper.core.record.OperationStarted;
import io.slotkeeper.core.record.OperationTuned;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Takes requests for operations: plans and checks them, has them committed, and answers. */
final class OperationDesk {
    private final LoopContext context;
    private final OperationPlanner planner;
    /** Who waits for which proposal. */
    private final Map<String, Waiting> waiting = new HashMap<>();

    private record Waiting(long requestId, long operation) {}

    OperationDesk(LoopContext context) {
        this.context = context;
        this.planner = new OperationPlanner(context);
    }

    void requested(long requestId, OperationRequest request) {
        if (!context.leader) {
            refuse(requestId, RefusalCode.NOT_LEADER, "this coordinator does not lead; ask the leader");
        } else if (request instanceof OperationRequest.Start start) {
            start(requestId, start);
        } else if (request instanceof OperationRequest.Steer steer) {
            steer(requestId, steer);
        }
    }

    private void start(long requestId, OperationRequest.Start start) {
        if (!context.inCharge()) {
            refuse(
                    requestId,
                    RefusalCode.NOT_IN_CHARGE,
                    "Slotkeeper is " + context.custody().charge().label()
                            + " and moves no slots; adopt the cluster first");
            return;
        }
        if (context.state.map().shards().isEmpty()) {
            refuse(
                    requestId,
                    RefusalCode.CLUSTER_NOT_FORMED,
                    "the cluster is not formed yet; wait until its shards are active");
            return;
        }
        OperationPlan plan;
        try {
            plan = planner.plan(start);
        } catch (PlanRefusedException refused) {
            refuse(requestId, RefusalCode.valueOf(refused.refusal().name()), refused.getMessage());
            return;
        } catch (RefusedException refused) {
            refuse(requestId, refused.code(), refused.getMessage());
            return;
        }
        if (start.dryRun()) {
            context.emit(new Effect.OperationAnswer(requestId, new OperationResult.Planned(plan)));
        } else if (plan.isEmpty()) {
            refuse(
                    requestId,
                    RefusalCode.NOTHING_TO_DO,
                    "every slot is where it should be: " + plan.text() + " would move nothing");
        } else {
            long id = context.state.operations().nextId();
            propose(requestId, id, new OperationStarted(id, plan, start.settings(), context.now.epochMillis()));
        }
    }

    private void steer(long requestId, OperationRequest.Steer steer) {
        Optional<Operation> found = context.state.operations().find(steer.id());
        if (found.isEmpty()) {
            refuse(
                    requestId,
                    RefusalCode.UNKNOWN_OPERATION,
                    "there is no operation " + steer.id() + "; see /v1/operations");
            return;
        }
        Operation operation = found.get();
        Optional<SlotMapRecord> record = record(operation, steer);
        if (record.isEmpty()) {
            refuse(
                    requestId,
                    RefusalCode.WRONG_STATE,
                    "operation " + operation.id() + " is " + operation.state().label() + " and cannot be "
                            + past(steer.action()));
        } else {
            propose(requestId, operation.id(), record.get());
        }
    }

    private Optional<SlotMapRecord> record(Operation operation, OperationRequest.Steer steer) {
        OperationState state = operation.state();
        return switch (steer.action()) {
            case PAUSE ->
                state == OperationState.RUNNING
                        ? changed(operation, OperationState.PAUSED, "PAUSE_REQUESTED")
                        : Optional.empty();
            case RESUME ->
                state == OperationState.PAUSED
                        ? changed(operation, OperationState.RUNNING, "RESUME_REQUESTED")
                        : Optional.empty();
            case ABORT -> abort(operation);
            case THROTTLE ->
                operation.isLive()
                        ? Optional.of(
                                new OperationTuned(operation.id(), steer.keysPerSecond(), context.now.epochMillis()))
                        : Optional.empty();
        };
    }

    private Optional<SlotMapRecord> abort(Operation operation) {
        return switch (operation.state()) {
            case QUEUED -> changed(operation, OperationState.ABORTED, "ABORT_REQUESTED");
            case RUNNING, PAUSED -> changed(operation, OperationState.ABORTING, "ABORT_REQUESTED");
            case ABORTING, DONE, ABORTED -> Optional.empty();
        };
    }

    private static String past(OperationRequest.Action action) {
        return switch (action) {
            case PAUSE -> "paused";
            case RESUME -> "resumed";
            case ABORT -> "aborted";
            case THROTTLE -> "throttled";
        };
    }

    private Optional<SlotMapRecord> changed(Operation operation, OperationState next, String code) {
        return Optional.of(new OperationChanged(
                operation.id(),
                operation.state(),
                new OperationStatus(next, code, "somebody asked for it."),
                context.now.epochMillis()));
    }

    private void propose(long requestId, long operation, SlotMapRecord record) {
        if (context.propose(record)) {
            waiting.put(ProposalSubject.of(record), new Waiting(requestId, operation));
        } else {
            refuse(
                    requestId,
                    RefusalCode.OPERATION_IN_PROGRESS,
                    "another change of the operations is being committed; try again");
        }
    }

    void applied(SlotMapRecord record, ApplyOutcome outcome) {
        Waiting asked = waiting.remove(ProposalSubject.of(record));
        if (asked == null) {
            return;
        }
        OperationResult result = outcome.rejection()
                .<OperationResult>map(why -> new OperationResult.Refused(RefusalCode.WRONG_STATE, why.text()))
                .orElseGet(() -> new OperationResult.Accepted(
                        outcome.state().operations().find(asked.operation()).orElseThrow()));
        context.emit(new Effect.OperationAnswer(asked.requestId(), result));
    }

    void proposalFailed(SlotMapRecord record, String why) {
        Waiting asked = waiting.remove(ProposalSubject.of(record));
        if (asked != null) {
            refuse(
                    asked.requestId(),
                    RefusalCode.OUTCOME_UNKNOWN,
                    "the request may or may not be committed (" + why
                            + "); look at the operations before repeating it");
        }
    }

    void abandonAll() {
        waiting.values()
                .forEach(asked -> refuse(
                        asked.requestId(),
                        RefusalCode.OUTCOME_UNKNOWN,
                        "this coordinator lost the leadership; look at the operations before repeating the request"));
        waiting.clear();
    }

    private void refuse(long requestId, RefusalCode code, String text) {
        context.emit(new Effect.OperationAnswer(requestId, new OperationResult.Refused(code, text)));
    }
}
