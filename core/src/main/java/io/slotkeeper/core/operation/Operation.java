package io.slotkeeper.core.operation;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Objects;

/**
 * A long-running piece of work. Immutable.
 *
 * @param id 1, 2, …, never used again
 * @param plan what it is to do
 * @param settings how gently
 * @param status what it is going through
 * @param journal how far it is
 * @param startedAtMillis wall-clock time at which it was asked for, milliseconds since 1970
 * @param endedAtMillis wall-clock time of its end, 0 while it has not ended
 */
public record Operation(
        long id,
        OperationPlan plan,
        MoveSettings settings,
        OperationStatus status,
        MoveJournal journal,
        long startedAtMillis,
        long endedAtMillis) {
    public Operation {
        Objects.requireNonNull(plan);
        Objects.requireNonNull(settings);
        Objects.requireNonNull(status);
        Objects.requireNonNull(journal);
    }

    public OperationState state() {
        return status.state();
    }

    public boolean isLive() {
        return !state().ended();
    }

    public Operation withStatus(OperationStatus next, long atMillis) {
        long ended = next.state().ended() ? atMillis : 0;
        return new Operation(id, plan, settings, next, journal, startedAtMillis, ended);
    }

    public Operation withJournal(MoveJournal next) {
        return new Operation(id, plan, settings, status, next, startedAtMillis, endedAtMillis);
    }

    public Operation withSettings(MoveSettings next) {
        return new Operation(id, plan, next, status, journal, startedAtMillis, endedAtMillis);
    }

    public void writeTo(BinaryOutput out) {
        out.putLong(id);
        plan.writeTo(out);
        settings.writeTo(out);
        status.writeTo(out);
        journal.writeTo(out);
        out.putLong(startedAtMillis).putLong(endedAtMillis);
    }

    public static Operation readFrom(BinaryInput in) {
        return new Operation(
                in.getLong(),
                OperationPlan.readFrom(in),
                MoveSettings.readFrom(in),
                OperationStatus.readFrom(in),
                MoveJournal.readFrom(in),
                in.getLong(),
                in.getLong());
    }
}
