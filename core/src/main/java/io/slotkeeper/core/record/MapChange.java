package io.slotkeeper.core.record;

import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMapDelta;
import io.slotkeeper.core.operation.Operations;
import java.util.List;
import java.util.Optional;

/** Changes of the slot map that come with a change of the open migrations. */
final class MapChange {
    private MapChange() {}

    static ApplyOutcome published(ClusterState state, Operations next, String cause, List<Shard> shards) {
        SlotMapDelta delta = new SlotMapDelta(
                state.map().version() + 1, cause, shards, List.of(), Optional.of(next.openMigrations()));
        return ApplyOutcome.changed(state.withOperations(next).withMap(delta), delta);
    }
}
