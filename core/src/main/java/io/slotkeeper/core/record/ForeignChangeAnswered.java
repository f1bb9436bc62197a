package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.List;
import java.util.Optional;

/**
 * Somebody moved slots by other means than Slotkeeper, or began to. If they have been moved, the map follows: their keys are
 * there. In the same step the operations begin that bring them where they belong, so that no change of the leader comes in
 * between. All of it happens or nothing.
 *
 * @param follow the map as it is on the nodes; empty if it is right
 * @param operations one after the other
 */
public record ForeignChangeAnswered(Optional<CustodyChanged> follow, List<OperationStarted> operations)
        implements SlotMapRecord {
    public ForeignChangeAnswered {
        operations = List.copyOf(operations);
    }

    @Override
    public RecordType type() {
        return RecordType.FOREIGN_CHANGE_ANSWERED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        ApplyOutcome followed = follow.map(change -> change.applyTo(state)).orElse(ApplyOutcome.unpublished(state));
        ClusterState next = followed.state();
        Optional<ApplyOutcome.Rejection> rejection = followed.rejection();
        for (OperationStarted operation : operations) {
            ApplyOutcome started = operation.applyTo(next);
            next = started.state();
            rejection = rejection.or(started::rejection);
        }
        return rejection.isPresent()
                ? ApplyOutcome.rejected(
                        state, rejection.get().reason(), rejection.get().text())
                : new ApplyOutcome(next, followed.delta(), Optional.empty());
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putList(follow.stream().toList(), (o, change) -> change.writeTo(o))
                .putList(operations, (o, operation) -> operation.writeTo(o));
    }

    static ForeignChangeAnswered readFrom(BinaryInput in) {
        return new ForeignChangeAnswered(
                in.getList(CustodyChanged::readFrom).stream().findFirst(), in.getList(OperationStarted::readFrom));
    }
}
