package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.Map;

/**
 * The throttle of an operation is another from now on.
 *
 * @param id which operation
 * @param keysPerSecond most keys that may be moved in a second; 0 for as many as possible
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record OperationTuned(long id, long keysPerSecond, long atMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.OPERATION_TUNED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Operation operation =
                state.operations().find(id).filter(Operation::isLive).orElse(null);
        if (operation == null) {
            return ApplyOutcome.rejected(
                    state, RejectReason.STALE_OPERATION, "there is no operation " + id + " under way");
        }
        Operation tuned = operation.withSettings(operation.settings().withKeysPerSecond(keysPerSecond));
        String text = "Operation " + id + " may move "
                + (keysPerSecond == 0 ? "as many keys as possible." : keysPerSecond + " keys in a second.");
        return ApplyOutcome.unpublished(state.withOperations(state.operations().replace(tuned))
                .withHistory(
                        atMillis,
                        operation.plan().shard(),
                        type(),
                        "OPERATION_TUNED",
                        text,
                        Map.of("operation", id, "keysPerSecond", keysPerSecond)));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putLong(id).putLong(keysPerSecond).putLong(atMillis);
    }

    static OperationTuned readFrom(BinaryInput in) {
        return new OperationTuned(in.getLong(), in.getLong(), in.getLong());
    }
}
