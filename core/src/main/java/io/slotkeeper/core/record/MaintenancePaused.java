package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.Map;

/**
 * Somebody pauses automatic failovers and repairs, of one shard or of all. A pause that is there is replaced.
 *
 * @param shard shard id; {@link Upkeep#CLUSTER} for all
 * @param forMillis how long, on the clocks of the leaders
 * @param reason for people; may be empty
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record MaintenancePaused(String shard, long forMillis, String reason, long atMillis) implements SlotMapRecord {
    /** Code of the history entry, and of every decision not to act because of a pause. */
    public static final String CODE = "MAINTENANCE_PAUSE";

    @Override
    public RecordType type() {
        return RecordType.MAINTENANCE_PAUSED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        if (!shard.equals(Upkeep.CLUSTER) && state.map().shard(shard).isEmpty()) {
            return ApplyOutcome.rejected(state, RejectReason.UNKNOWN_SHARD, "there is no shard " + shard);
        }
        String text = "Automatic failovers and repairs of "
                + (shard.equals(Upkeep.CLUSTER) ? "all shards" : "shard " + shard) + " are paused for "
                + forMillis / 1000 + " s" + (reason.isEmpty() ? "." : ": " + reason + ".");
        return ApplyOutcome.unpublished(
                state.withUpkeep(state.upkeep().withPause(shard, new Upkeep.Pause(forMillis, reason)))
                        .withHistory(atMillis, shard, type(), CODE, text, Map.of("forMillis", forMillis)));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard).putLong(forMillis).putText(reason).putLong(atMillis);
    }

    static MaintenancePaused readFrom(BinaryInput in) {
        return new MaintenancePaused(in.getText(), in.getLong(), in.getText(), in.getLong());
    }
}
