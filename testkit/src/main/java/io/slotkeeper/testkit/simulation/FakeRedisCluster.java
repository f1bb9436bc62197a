package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.FormerPrimary;
import io.slotkeeper.core.protocol.LooseEnds;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Redundancy;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * What Redis nodes do among themselves, in the measure of DESIGN section 2: gossip needs 10 ms after a takeover and 25 ms
 * after a restart, a restarted primary accepts no writes for 2 s. Replication is at once, or lags. A node knows of others
 * what it was told over connections that work.
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
    private final ViewDigests digests = new ViewDigests();
    private Listener listener = new Listener() {};
    private long lagMicros;
    private boolean holdsSync = true;
    private boolean emptiesMayLose;
    private boolean forgetsFormer = true;

    /** Hears of what the history of a shard is made of. */
    interface Listener {
        /** A write was acknowledged. */
        default void acknowledged(FakeNode node, Write write) {}

        /** A replica has become primary. */
        default void tookOver(FakeNode node, FakeNode former) {}

        /** A node has started without its data; whether that may be the end of them. */
        default void emptied(FakeNode node, boolean mayBeLost) {}
    }

    FakeRedisCluster(VirtualTime time, BiPredicate<FakeNode, FakeNode> connected) {
        this.time = time;
        this.connected = connected;
    }

    void add(FakeNode node) {
        nodes.put(node.id, node);
    }

    void listen(Listener other) {
        listener = other;
    }

    /** Whether nobody can be asked to save what a node loses that starts empty from now on. */
    void emptiesMayLose(boolean may) {
        emptiesMayLose = may;
    }

    /** A mistake: a node that takes over goes on listening to a primary that may have the newer claim. */
    void rememberFormer() {
        forgetsFormer = false;
    }

    /** A mistake: nodes that start feed their replicas at once. */
    void feedAtOnce() {
        holdsSync = false;
    }

    /** From now on replicas receive what is written so much later. */
    void lag(long micros) {
        lagMicros = micros;
    }

    Collection<FakeNode> nodes() {
        return nodes.values();
    }

    FakeNode node(NodeId id) {
        return nodes.get(id);
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
        node.data = new Write(node.data);
        listener.acknowledged(node, node.data);
        replicate();
        return true;
    }

    /** A client sends a write to a node. A hung process finds it when it goes on. */
    void clientWrites(FakeNode node) {
        if (node.up && node.hung) {
            node.queuedWrites++;
        } else {
            write(node, 1);
        }
    }

    /** A hung process goes on: first of all it reads what clients have sent. */
    void resume(FakeNode node) {
        if (!node.up) {
            return;
        }
        node.hung = false;
        node.stopped = false;
        while (node.queuedWrites > 0) {
            node.queuedWrites--;
            write(node, 1);
        }
        replicate();
    }

    void crash(FakeNode node) {
        node.up = false;
        node.linkUp = false;
        node.queuedWrites = 0;
        replicate();
    }

    void start(FakeNode node, boolean empty) {
        node.up = true;
        node.hung = false;
        node.fenced = false;
        node.required = 0;
        node.configured = false;
        node.syncHeld = holdsSync;
        node.pausedUntilNanos = Long.MIN_VALUE;
        node.startedNanos = time.nanos();
        node.starts++;
        node.runId = "run-" + node.port + "-" + node.starts;
        if (empty) {
            node.empty();
            listener.emptied(node, emptiesMayLose);
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
            gossipSoon();
        }
    }

    /** {@code CLUSTER FAILOVER TAKEOVER}, with {@code CLUSTER FORGET} of a former primary whose claim it has not heard of. */
    void takeOver(FakeNode replica, Optional<FormerPrimary> deposed) {
        if (forgetsFormer) {
            deposed.filter(other -> isUnheard(replica, other)).ifPresent(other -> replica.known.remove(other.node()));
        }
        takeOver(replica);
    }

    private boolean isUnheard(FakeNode replica, FormerPrimary former) {
        return !replica.primary.equals(Optional.of(former.node())) || replica.currentEpoch < former.configEpoch();
    }

    /** {@code CLUSTER FAILOVER TAKEOVER}. It counts on from the epochs that it has heard of. */
    void takeOver(FakeNode replica) {
        FakeNode former = nodes.get(replica.primary.orElseThrow());
        replica.role = NodeRole.PRIMARY;
        replica.primary = Optional.empty();
        replica.own(replica.primarySlots == null ? former.slots : replica.primarySlots);
        bumpEpoch(replica);
        replica.formerReplicationId = replica.replicationId;
        replica.replicationId = "history-" + replica.port + "-" + replica.configEpoch + "e";
        listener.tookOver(replica, former);
        time.after(GOSSIP_MICROS, this::gossip);
    }

    /** {@code CLUSTER SETSLOT … NODE} and {@code CLUSTER BUMPEPOCH}. */
    void takeSlots(FakeNode node, SlotSet slots) {
        node.own(node.slots.union(slots));
        bumpEpoch(node);
        gossipSoon();
    }

    /** {@code CLUSTER BUMPEPOCH}: the next epoch, unless the node knows of none that is higher than its own. Returns its own. */
    long bumpEpoch(FakeNode node) {
        if (node.configEpoch == 0 || node.configEpoch != node.currentEpoch) {
            node.currentEpoch++;
            node.configEpoch = node.currentEpoch;
            gossipSoon();
        }
        return node.configEpoch;
    }

    void gossipSoon() {
        time.after(GOSSIP_MICROS, this::gossip);
    }

    /** For clusters in which more happens than what is followed by gossip of its own. */
    void gossipEvery(long micros) {
        time.every(micros, micros, this::gossip);
    }

    private void gossip() {
        for (FakeNode node : nodes.values()) {
            hearEpochs(node);
        }
        for (FakeNode loser : nodes.values()) {
            if (loser.up && !loser.hung && loser.role == NodeRole.PRIMARY && !loser.slots.isEmpty()) {
                Optional<FakeNode> winner = strongerClaim(loser, loser);
                while (winner.isPresent()) {
                    demote(loser, winner.get());
                    winner = loser.slots.isEmpty() ? Optional.empty() : strongerClaim(loser, loser);
                }
            }
        }
        nodes.values().stream().filter(n -> n.up && !n.hung).forEach(this::followTheSlots);
        nodes.values().stream().filter(n -> n.up && !n.hung).forEach(this::hearOfPrimary);
        replicate();
    }

    private void hearEpochs(FakeNode node) {
        if (!node.up || node.hung) {
            return;
        }
        for (FakeNode other : nodes.values()) {
            if (hears(node, other)) {
                node.currentEpoch = Math.max(node.currentEpoch, Math.max(other.currentEpoch, other.configEpoch));
                settleCollision(node, other);
            }
        }
    }

    /** Whoever a node does not know it does not listen to. */
    private boolean hears(FakeNode node, FakeNode other) {
        return other != node && other.up && !other.hung && node.known.contains(other.id) && connected.test(other, node);
    }

    /** Of two primaries with one config epoch, the one with the lower node id takes a new one (Redis Cluster specification). */
    private static void settleCollision(FakeNode node, FakeNode other) {
        boolean collide = node.role == NodeRole.PRIMARY
                && other.role == NodeRole.PRIMARY
                && node.configEpoch == other.configEpoch
                && node.configEpoch > 0;
        if (collide && node.id.compareTo(other.id) < 0) {
            node.currentEpoch++;
            node.configEpoch = node.currentEpoch;
        }
    }

    private Optional<FakeNode> strongerClaim(FakeNode loser, FakeNode listener) {
        return nodes.values().stream()
                .filter(n -> n.role == NodeRole.PRIMARY && n.configEpoch > loser.configEpoch)
                .filter(n -> hears(listener, n))
                .filter(n -> n.slots.intersects(loser.slots))
                .findFirst();
    }

    private static void demote(FakeNode loser, FakeNode winner) {
        boolean tookOver = winner.slots.containsAll(loser.slots) && winner.slots.size() == loser.slots.size();
        loser.own(loser.slots.minus(winner.slots));
        if (loser.slots.isEmpty() && !tookOver) {
            // It lost them to somebody with slots of its own: it stays a primary, and its keys are deleted.
            loser.keys = 0;
        } else if (loser.slots.isEmpty()) {
            loser.synced = loser.replicationId.equals(winner.formerReplicationId);
            loser.follow(winner.id);
        }
    }

    /** A replica whose dead primary lost all its slots follows the node that has them now. */
    private void followTheSlots(FakeNode replica) {
        FakeNode old = replica.primary.map(nodes::get).orElse(null);
        if (replica.role == NodeRole.REPLICA && old != null && !old.slots.isEmpty()) {
            strongerClaim(old, replica).ifPresent(winner -> {
                if (!winner.equals(replica)) {
                    replica.follow(winner.id);
                }
            });
        }
    }

    private void hearOfPrimary(FakeNode replica) {
        FakeNode primary = replica.primary.map(nodes::get).orElse(null);
        if (primary != null && primary.up && !primary.hung && connected.test(primary, replica)) {
            replica.primarySlots = primary.slots;
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
        boolean sameHistory = reachable && isOfHistoryOf(replica, primary);
        if (!reachable || (!sameHistory && primary.syncHeld)) {
            replica.linkUp = false;
            return;
        }
        replica.linkUp = true;
        replica.heardNanos = time.nanos();
        if (!sameHistory || (lagMicros == 0 && !replica.frozen)) {
            replica.synced = true;
            receive(replica, new Stream(primary));
        } else if (!replica.frozen && !replica.streaming && replica.data != primary.data) {
            replica.streaming = true;
            Stream stream = new Stream(primary);
            time.after(lagMicros, () -> arrive(replica, primary, stream));
        } else if (!replica.frozen && replica.data == primary.data) {
            receive(replica, new Stream(primary));
        }
    }

    private static boolean isOfHistoryOf(FakeNode replica, FakeNode primary) {
        return replica.synced
                && (replica.replicationId.equals(primary.replicationId)
                        || replica.replicationId.equals(primary.formerReplicationId));
    }

    /** What a primary had sent at some moment. */
    private record Stream(String runId, String replicationId, Write data, long keys, long offset) {
        Stream(FakeNode primary) {
            this(primary.runId, primary.replicationId, primary.data, primary.keys, primary.offset);
        }
    }

    /** What a primary has not sent when it dies, or is cut off, is gone. */
    private void arrive(FakeNode replica, FakeNode primary, Stream stream) {
        replica.streaming = false;
        boolean follows = replica.up
                && replica.role == NodeRole.REPLICA
                && replica.primary.equals(Optional.of(primary.id))
                && !replica.frozen;
        boolean sends = primary.up && primary.runId.equals(stream.runId()) && connected.test(replica, primary);
        if (follows && sends && !replica.hung && isOfHistoryOf(replica, primary)) {
            receive(replica, stream);
            replicate(replica, primary);
        }
    }

    private static void receive(FakeNode replica, Stream stream) {
        replica.replicationId = stream.replicationId();
        replica.data = stream.data();
        replica.keys = stream.keys();
        replica.offset = stream.offset();
    }

    NodeView view(FakeNode node) {
        replicate();
        return new NodeView(
                node.id,
                node.runId,
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
                digests.of(node, nodes.values()),
                node.known.size(),
                looseEnds(node),
                digests.isOk(node, nodes.values()),
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
}
