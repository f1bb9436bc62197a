package io.slotkeeper.core.map;

import io.slotkeeper.core.slot.KeySlot;
import io.slotkeeper.core.slot.SlotRange;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who owns which slot, at one version. Immutable and safe for any thread; a copy shares the slot table unless slots
 * change hands.
 */
public final class SlotMap {
    private static final SlotMap EMPTY = new SlotMap(0, new TreeMap<>(), List.of(), new String[KeySlot.SLOTS]);

    private final long version;
    private final NavigableMap<String, Shard> shards;
    private final List<SlotMove> migrations;
    private final String[] owners;
    private final Map<NodeId, String> shardsOfNodes = new HashMap<>();

    private SlotMap(long version, NavigableMap<String, Shard> shards, List<SlotMove> migrations, String[] owners) {
        this.version = version;
        this.shards = shards;
        this.migrations = migrations;
        this.owners = owners;
        shards.values().forEach(shard -> shard.nodes().forEach(node -> shardsOfNodes.put(node.id(), shard.id())));
    }

    /** The map before the first change: version 0, no shards. */
    public static SlotMap empty() {
        return EMPTY;
    }

    /**
     * A map as a snapshot describes it.
     *
     * @throws IllegalArgumentException if two shards own one slot, or have one id
     */
    public static SlotMap of(long version, Collection<Shard> shards, List<SlotMove> migrations) {
        NavigableMap<String, Shard> byId = new TreeMap<>(ShardIdOrder.INSTANCE);
        for (Shard shard : shards) {
            if (byId.put(shard.id(), shard) != null) {
                throw new IllegalArgumentException("shard " + shard.id() + " stands twice in the slot map");
            }
        }
        return new SlotMap(version, byId, List.copyOf(migrations), ownersOf(byId));
    }

    /**
     * The map after a change.
     *
     * @throws IllegalArgumentException if the change is not the next version, or leaves a slot with two owners
     */
    public SlotMap apply(SlotMapDelta delta) {
        if (delta.version() != version + 1) {
            throw new IllegalArgumentException(
                    "change " + delta.version() + " does not follow version " + version + "; ask for a snapshot");
        }
        NavigableMap<String, Shard> next = new TreeMap<>(shards);
        delta.removedShards().forEach(next::remove);
        boolean sameSlots = delta.removedShards().isEmpty();
        for (Shard shard : delta.shards()) {
            Shard before = next.put(shard.id(), shard);
            sameSlots &= before != null && before.slots().equals(shard.slots());
        }
        return new SlotMap(
                delta.version(), next, delta.migrations().orElse(migrations), sameSlots ? owners : ownersOf(next));
    }

    private static String[] ownersOf(Map<String, Shard> shards) {
        String[] owners = new String[KeySlot.SLOTS];
        for (Shard shard : shards.values()) {
            shard.slots().stream().forEach(slot -> {
                if (owners[slot] != null) {
                    throw new IllegalArgumentException(
                            "slot " + slot + " has two owners: " + owners[slot] + " and " + shard.id());
                }
                owners[slot] = shard.id();
            });
        }
        return owners;
    }

    /** Grows by one with every change; 0 before the first. */
    public long version() {
        return version;
    }

    /** All shards in the order of their ids (s2 before s10). */
    public Collection<Shard> shards() {
        return Collections.unmodifiableCollection(shards.values());
    }

    public Optional<Shard> shard(String id) {
        return Optional.ofNullable(shards.get(id));
    }

    /** Slots on their way: each is still owned by the shard that it comes from. */
    public List<SlotMove> migrations() {
        return migrations;
    }

    /**
     * The shard that owns a slot, if one does.
     *
     * @throws IllegalArgumentException if the number is not a slot
     */
    public Optional<Shard> ownerOf(int slot) {
        String owner = owners[SlotRange.checkSlot(slot)];
        return owner == null ? Optional.empty() : shard(owner);
    }

    /** The shard that a node is in, as primary or replica. */
    public Optional<Shard> shardOf(NodeId node) {
        return Optional.ofNullable(shardsOfNodes.get(node)).flatMap(this::shard);
    }

    /** Whether every one of the 16384 slots has an owner. */
    public boolean coversAllSlots() {
        for (String owner : owners) {
            if (owner == null) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlotMap that
                && version == that.version
                && shards.equals(that.shards)
                && migrations.equals(that.migrations);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, shards, migrations);
    }

    @Override
    public String toString() {
        return "SlotMap[version=" + version + ", shards=" + shards.values() + "]";
    }
}
