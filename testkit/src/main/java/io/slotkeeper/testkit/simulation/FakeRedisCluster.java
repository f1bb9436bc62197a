package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.LooseEnds;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Redundancy;
import io.slotkeeper.core.protocol.ViewDigest;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * What Redis nodes do among themselves, in the measure of DESIGN section 2: gossip needs 10 ms after a takeover and 25 ms
 * after a restart, a restarted primary accepts no writes for 2 s, replication is at once.
 */
final class FakeRedisCluster {
    private static final long GOSSIP_MICROS = 10_000;
    private static final long GOSSIP_AFTER_START_MICROS = 25_000;
    /** A replica that says nothing is missed after so long, as with {@code min-replicas-max-lag} 1. */
    private static final long IN_TIME_NANOS = 1_600_000_000L;

    private static final long NO_WRITES_AFTER_START_NANOS = 2_000_000_000L;

    private final VirtualTime time;
    private final BiPredicate<FakeNode, FakeNode> connected;
    private final Map<NodeId, FakeNode> nodes = new TreeMap<>();

    FakeRedisCluster(VirtualTime time, BiPredicate<FakeNode, FakeNode> connected) {
        this.time = time;
        this.connected = connected;
    }

    void add(FakeNode node) {
        nodes.put(node.id, node);
    }

    List<FakeNode> nodes() {
        return List.copyOf(nodes.values());
    }

    boolean acceptsWrites(FakeNode node) {
        return node.up
                && !node.hung
                && node.role == NodeRole.PRIMARY
                && !node.slots.isEmpty()
                && !node.fenced
                && (node.required == 0 || inTime(node) >= node.required)
                && !node.isPaused(time.nanos())
                && time.nanos() - node.startedNanos >= NO_WRITES_AFTER_START_NANOS;
    }

    /** Replicas that the primary has heard lately, as it counts them; one whose process is gone is missed at once. */
    private int inTime(FakeNode primary) {
        return (int) nodes.values().stream()
                .filter(n -> n.up && n.linkUp && n.role == NodeRole.REPLICA)
                .filter(n -> n.primary.equals(Optional.of(primary.id)))
                .filter(n -> time.nanos() - n.heardNanos <= IN_TIME_NANOS)
                .count();
    }

    /** Writes some keys of ten bytes each. Returns whether they are acknowledged. */
    boolean write(FakeNode node, long keys) {
        if (!acceptsWrites(node)) {
            return false;
        }
        node.keys += keys;
        node.offset += keys * 10;
        replicate();
        return true;
    }

    void crash(FakeNode node) {
        node.up = false;
        node.linkUp = false;
        replicate();
    }

    void start(FakeNode node, boolean empty) {
        node.up = true;
        node.hung = false;
        node.fenced = false;
        node.required = 0;
        node.configured = false;
        node.syncHeld = true;
        node.pausedUntilNanos = Long.MIN_VALUE;
        node.startedNanos = time.nanos();
        node.starts++;
        if (empty) {
            node.keys = 0;
            node.synced = false;
        }
        if (empty || node.role == NodeRole.PRIMARY) {
            node.formerReplicationId = "";
            node.replicationId = "history-" + node.port + "-" + node.starts;
            node.offset = 0;
        }
        time.after(GOSSIP_AFTER_START_MICROS, this::gossip);
    }

    void holdSync(FakeNode replica) {
        replica.primary.map(nodes::get).ifPresent(primary -> primary.syncHeld = true);
        replica.synced = false;
    }

    void meet(FakeNode a, NodeId other) {
        FakeNode b = nodes.get(other);
        if (b != null && b.up) {
            a.known.add(b.id);
            b.known.add(a.id);
            a.lost.remove(b.id);
            b.lost.remove(a.id);
        }
    }

    /** {@code CLUSTER FAILOVER TAKEOVER}. */
    void takeOver(FakeNode replica) {
        FakeNode former = nodes.get(replica.primary.orElseThrow());
        replica.role = NodeRole.PRIMARY;
        replica.primary = Optional.empty();
        replica.slots = former.slots;
        replica.configEpoch =
                1 + nodes.values().stream().mapToLong(n -> n.configEpoch).max().orElse(0);
        replica.formerReplicationId = replica.replicationId;
        replica.replicationId = "history-" + replica.port + "-" + replica.configEpoch + "e";
        time.after(GOSSIP_MICROS, this::gossip);
    }

    void gossipSoon() {
        time.after(GOSSIP_MICROS, this::gossip);
    }

    private void gossip() {
        for (FakeNode loser : nodes.values()) {
            if (loser.up && !loser.hung && loser.role == NodeRole.PRIMARY && !loser.slots.isEmpty()) {
                strongerClaim(loser).ifPresent(winner -> demote(loser, winner));
            }
        }
        nodes.values().stream().filter(n -> n.up && !n.hung).forEach(this::followTheSlots);
        replicate();
    }

    private Optional<FakeNode> strongerClaim(FakeNode loser) {
        return nodes.values().stream()
                .filter(n -> n.up && n.role == NodeRole.PRIMARY && n.configEpoch > loser.configEpoch)
                .filter(n -> connected.test(n, loser))
                .filter(n -> n.slots.intersects(loser.slots))
                .findFirst();
    }

    private static void demote(FakeNode loser, FakeNode winner) {
        loser.slots = loser.slots.minus(winner.slots);
        if (loser.slots.isEmpty()) {
            loser.synced = loser.replicationId.equals(winner.formerReplicationId);
            loser.follow(winner.id);
        }
    }

    /** A replica whose dead primary lost all its slots follows the node that has them now. */
    private void followTheSlots(FakeNode replica) {
        FakeNode old = replica.primary.map(nodes::get).orElse(null);
        if (replica.role == NodeRole.REPLICA && old != null && !old.slots.isEmpty()) {
            strongerClaim(old).ifPresent(winner -> {
                if (!winner.equals(replica)) {
                    replica.follow(winner.id);
                }
            });
        }
    }

    void replicate() {
        for (FakeNode replica : nodes.values()) {
            FakeNode primary = replica.primary.map(nodes::get).orElse(null);
            boolean cut = primary != null && primary.up && !connected.test(replica, primary);
            // A link that is cut looks as if it was up for long.
            if (replica.up && !replica.hung && replica.role == NodeRole.REPLICA && !cut) {
                replicate(replica, primary);
            }
        }
    }

    private void replicate(FakeNode replica, FakeNode primary) {
        boolean reachable = primary != null && primary.up && !primary.hung && primary.role == NodeRole.PRIMARY;
        boolean sameHistory = reachable
                && replica.synced
                && (replica.replicationId.equals(primary.replicationId)
                        || replica.replicationId.equals(primary.formerReplicationId));
        if (!reachable || (!sameHistory && primary.syncHeld)) {
            replica.linkUp = false;
            return;
        }
        replica.linkUp = true;
        replica.heardNanos = time.nanos();
        if (!replica.frozen || !sameHistory) {
            replica.synced = true;
            replica.replicationId = primary.replicationId;
            replica.keys = primary.keys;
            replica.offset = primary.offset;
        }
    }

    NodeView view(FakeNode node) {
        replicate();
        return new NodeView(
                node.id,
                "run-" + node.port + "-" + node.starts,
                "7.0.15",
                node.role,
                node.primary,
                node.replicationId,
                node.offset,
                node.linkUp,
                node.role == NodeRole.REPLICA && node.synced,
                node.keys,
                node.configEpoch,
                node.slots,
                digest(node),
                node.known.size(),
                looseEnds(node),
                clusterOk(node),
                node.fenced,
                node.syncHeld,
                node.configured && node.config.isAsRequired(),
                node.config,
                new Redundancy(node.required, inTime(node)));
    }

    private LooseEnds looseEnds(FakeNode node) {
        List<NodeId> lost = nodes.values().stream()
                .filter(other -> node.known.contains(other.id))
                .filter(other -> !other.up || node.lost.contains(other.id) || !connected.test(node, other))
                .map(other -> other.id)
                .toList();
        return new LooseEnds(node.openSlots, lost);
    }

    private Map<NodeId, SlotSet> ownership(FakeNode viewer) {
        Map<NodeId, SlotSet> ownership = new HashMap<>();
        SlotSet taken = SlotSet.empty();
        List<FakeNode> strongestFirst = nodes.values().stream()
                .filter(n -> viewer.known.contains(n.id))
                .sorted(Comparator.comparingLong((FakeNode n) -> n.configEpoch)
                        .reversed()
                        .thenComparing(n -> n.id))
                .toList();
        for (FakeNode node : strongestFirst) {
            ownership.put(node.id, node.slots.minus(taken));
            taken = taken.union(node.slots);
        }
        return ownership;
    }

    private long digest(FakeNode viewer) {
        return ViewDigest.of(ownership(viewer));
    }

    private boolean clusterOk(FakeNode viewer) {
        return ownership(viewer).values().stream().anyMatch(slots -> !slots.isEmpty());
    }
}
