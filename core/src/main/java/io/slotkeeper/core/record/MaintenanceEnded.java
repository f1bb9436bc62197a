package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Map;

/**
 * A maintenance pause is over.
 *
 * @param shard shard id; {@link Upkeep#CLUSTER} for all
 * @param code {@code RESUMED} on request, {@code PAUSE_OVER} when its time was up
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record MaintenanceEnded(String shard, String code, long atMillis) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.MAINTENANCE_ENDED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        if (!state.upkeep().pauses().containsKey(shard)) {
            return ApplyOutcome.unpublished(state);
        }
        String text = "The maintenance pause of " + (shard.equals(Upkeep.CLUSTER) ? "all shards" : "shard " + shard)
                + " is over.";
        return ApplyOutcome.unpublished(state.withUpkeep(state.upkeep().withoutPause(shard))
                .withHistory(atMillis, shard, type(), code, text, Map.of()));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard).putText(code).putLong(atMillis);
    }

    static MaintenanceEnded readFrom(BinaryInput in) {
        return new MaintenanceEnded(in.getText(), in.getText(), in.getLong());
    }
}
