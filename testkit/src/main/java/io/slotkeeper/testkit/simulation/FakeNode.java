package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.NodeConfig;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.OpenSlot;
import io.slotkeeper.core.slot.SlotSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a Redis server process is, as far as the control plane can tell. Behaviour: {@link FakeRedisCluster}. */
public final class FakeNode {
    final NodeId id;
    final int port;
    final Set<NodeId> known = new HashSet<>();
    /** Nodes that it knows at an address where they are no more. */
    final Set<NodeId> lost = new HashSet<>();

    boolean up = true;
    boolean hung;
    /** It hangs because it was stopped, so that its agent can tell. */
    boolean stopped;

    long startedNanos = Long.MIN_VALUE / 2;
    int starts = 1;
    NodeRole role = NodeRole.PRIMARY;
    Optional<NodeId> primary = Optional.empty();
    SlotSet slots = SlotSet.empty();
    private long slotsVersion;
    /** Replica: what it believes its primary to own; null while it was told nothing. */
    SlotSet primarySlots;

    List<OpenSlot> openSlots = List.of();
    /** Keys of slots that it imports. */
    long strandedKeys;

    long configEpoch;
    /** The highest config epoch it has heard of. */
    long currentEpoch;

    String replicationId;
    String formerReplicationId = "";
    long offset;
    long keys;
    /** Everything it holds; null when that is nothing. */
    Write data;
    /** Clients' writes in the socket of a hung process. */
    int queuedWrites;
    /** Something of the replication stream is on its way to it. */
    boolean streaming;

    boolean linkUp;
    boolean synced;
    boolean frozen;
    boolean fenced;
    /** Replicas that every write needs. */
    int required;
    /** Replica: when its primary last heard it. */
    long heardNanos = Long.MIN_VALUE / 2;

    long pausedUntilNanos = Long.MIN_VALUE;
    boolean syncHeld = true;
    boolean configured;
    String runId;
    NodeConfig config = NodeConfig.DEFAULTS;

    FakeNode(NodeId id, int port) {
        this.id = id;
        this.port = port;
        this.replicationId = "history-" + port + "-1";
        this.runId = "run-" + port + "-1";
        known.add(id);
    }

    /** {@code CLUSTER RESET SOFT}. */
    void leave() {
        role = NodeRole.PRIMARY;
        primary = Optional.empty();
        primarySlots = null;
        linkUp = false;
        synced = false;
        keys = 0;
        data = null;
        lost.clear();
        known.retainAll(Set.of(id));
    }

    public NodeId id() {
        return id;
    }

    public SlotSet slots() {
        return slots;
    }

    public NodeRole role() {
        return role;
    }

    public boolean isUp() {
        return up;
    }

    public List<OpenSlot> openSlots() {
        return openSlots;
    }

    public boolean isFenced() {
        return fenced;
    }

    /** Replicas in time that every write needs. */
    public int requiredReplicas() {
        return required;
    }

    /** Somebody sets how many replicas in time every write needs. */
    public void requireReplicas(int replicas) {
        required = replicas;
    }

    public boolean isPaused(long nanos) {
        return pausedUntilNanos > nanos;
    }

    public long keys() {
        return keys;
    }

    public long offset() {
        return offset;
    }

    public Optional<NodeId> primary() {
        return primary;
    }

    /** Stops receiving the replication stream, or goes on with it. */
    public void freeze(boolean freeze) {
        frozen = freeze;
    }

    /** From now on it takes itself for the owner of these slots. */
    void own(SlotSet owned) {
        slots = owned;
        slotsVersion++;
    }

    /** Another number after every change of {@link #slots}. */
    long slotsVersion() {
        return slotsVersion;
    }

    void empty() {
        keys = 0;
        data = null;
        synced = false;
    }

    void follow(NodeId other) {
        if (!primary.equals(Optional.of(other))) {
            linkUp = false;
            primarySlots = null;
        }
        role = NodeRole.REPLICA;
        primary = Optional.of(other);
        own(SlotSet.empty());
    }
}
