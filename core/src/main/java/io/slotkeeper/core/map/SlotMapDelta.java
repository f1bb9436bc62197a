package io.slotkeeper.core.map;

import java.util.List;
import java.util.Objects;

/**
 * One published change of the slot map. It names whole shards, which replace those with the same id.
 *
 * @param version the version that the map has after the change
 * @param cause stable reason code
 * @param shards the shards that are new or differ
 * @param removedShards ids of the shards that are gone
 */
public record SlotMapDelta(long version, String cause, List<Shard> shards, List<String> removedShards) {
    public SlotMapDelta {
        Objects.requireNonNull(cause);
        shards = List.copyOf(shards);
        removedShards = List.copyOf(removedShards);
    }
}
