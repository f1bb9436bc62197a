package io.slotkeeper.core.map;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One published change of the slot map. It names whole shards, which replace those with the same id.
 *
 * @param version the version that the map has after the change
 * @param cause stable reason code
 * @param shards the shards that are new or differ
 * @param removedShards ids of the shards that are gone
 * @param migrations all open migrations after the change; absent when they stay as they are
 */
public record SlotMapDelta(
        long version,
        String cause,
        List<Shard> shards,
        List<String> removedShards,
        Optional<List<SlotMove>> migrations) {
    public SlotMapDelta {
        Objects.requireNonNull(cause);
        migrations = migrations.map(List::copyOf);
        shards = List.copyOf(shards);
        removedShards = List.copyOf(removedShards);
    }

    /** A change that leaves the open migrations as they are. */
    public SlotMapDelta(long version, String cause, List<Shard> shards, List<String> removedShards) {
        this(version, cause, shards, removedShards, Optional.empty());
    }
}
