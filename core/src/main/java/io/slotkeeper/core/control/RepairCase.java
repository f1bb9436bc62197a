package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One node of one shard, held against the slot map.
 *
 * @param context for the map as a whole
 * @param shard the shard as seen now
 * @param sight the node, which is up
 * @param reported what it last said of itself
 */
record RepairCase(LoopContext context, ShardView shard, NodeSight sight, NodeView reported) {
    boolean isPrimaryOfMap() {
        return sight.id().equals(shard.primary().id());
    }

    /** The view of the primary of the map, if it is up, is a primary and owns all slots of the shard. */
    Optional<NodeView> servingPrimary() {
        return shard.primary().isUpAs(NodeRole.PRIMARY)
                ? shard.primary().view().filter(v -> v.slots()
                        .containsAll(shard.shard().slots()))
                : Optional.empty();
    }

    boolean isForming() {
        return shard.shard().state() == ShardState.FORMING;
    }

    /**
     * Whether the node's process has been known for so long that every other node which counts as up has reported since.
     * What a replica said before its primary restarted is not what it holds.
     */
    boolean isProcessKnown() {
        return context.sessionOf(sight.node())
                .filter(session -> context.now.millisSince(session.processSinceNanos())
                        > context.options.detection().silenceAfterMillis())
                .isPresent();
    }

    boolean reportsRole(NodeRole role) {
        return reported.role() == role;
    }

    /**
     * A primary takes its first slots alone: among others it would have to wait for 5 s before it accepts writes. So nobody
     * meets anybody before all of them have theirs.
     */
    boolean mayMeet() {
        return context.state.map().shards().stream()
                .filter(other ->
                        other.state() == ShardState.FORMING && !other.slots().isEmpty())
                .allMatch(other -> context.sight(other.primary())
                        .view()
                        .filter(v -> v.clusterOk() && v.slots().equals(other.slots()))
                        .isPresent());
    }

    /** Who is to know whom: all, but a former primary that would win against its successor. */
    Stream<Node> nodesToMeet() {
        return context.state.map().shards().stream().flatMap(other -> {
            Rivals rivals = new Rivals(context.view(other));
            return other.nodes().filter(node -> !rivals.isRival(node.id()));
        });
    }

    /**
     * The config epoch that this node is to go beyond, because the primary of some shard has a rival: the rival's, if it is
     * that primary, else the primary's own. Others go first when the primary cannot hear of a higher one.
     */
    OptionalLong epochToPass() {
        if (isForming()) {
            return OptionalLong.empty();
        }
        OptionalLong own = isPrimaryOfMap() ? new Rivals(shard).epochToPass() : OptionalLong.empty();
        return own.isPresent() ? own : epochToPassForOthers();
    }

    private OptionalLong epochToPassForOthers() {
        return context.contested.stream()
                .flatMap(id -> context.state.map().shard(id).stream())
                .filter(other -> canHelp(new Rivals(context.view(other))))
                .mapToLong(other -> epochOf(other.primary()))
                .findFirst();
    }

    /** As long as no node has a higher epoch for the primary to hear of. Several may try: one that has the highest stays at it. */
    private boolean canHelp(Rivals rivals) {
        Node primary = rivals.shard().primary().node();
        return rivals.epochToPass().isPresent()
                && !sight.node().equals(primary)
                && !rivals.isRival(sight.id())
                && nodesOfMap()
                        .filter(node -> !rivals.isRival(node.id()))
                        .filter(node -> context.sight(node).isUp())
                        .noneMatch(node -> epochOf(node) > epochOf(primary));
    }

    private long epochOf(Node node) {
        return context.sight(node).view().map(NodeView::configEpoch).orElse(0L);
    }

    Stream<Node> nodesOfMap() {
        return context.state.map().shards().stream().flatMap(Shard::nodes);
    }

    /**
     * Slots of the shard that its serving primary does not own, and nobody else either; empty while a primary that could
     * own them cannot be asked.
     */
    SlotSet unowned() {
        boolean active = shard.shard().state() == ShardState.ACTIVE;
        if (!active
                || !isPrimaryOfMap()
                || !reportsRole(NodeRole.PRIMARY)
                || reported.slots().isEmpty()) {
            return SlotSet.empty();
        }
        SlotSet missing = shard.shard().slots().minus(reported.slots()).minus(context.movingSlots());
        if (missing.isEmpty()) {
            return missing;
        }
        SlotSet owned = SlotSet.empty();
        for (Node node : nodesOfMap().toList()) {
            NodeSight other = context.sight(node);
            if (!other.isUp() || other.view().isEmpty()) {
                return SlotSet.empty();
            }
            owned = owned.union(other.view().get().slots());
        }
        return missing.minus(owned);
    }

    /** Number of nodes that the slot map names. */
    int expectedNodes() {
        return (int) nodesOfMap().count();
    }

    /** The nodes that the slot map names. */
    List<NodeId> members() {
        return nodesOfMap().map(Node::id).toList();
    }

    /** Nodes of the map that this one has no connection to, although their agents say that they are up. */
    Stream<Node> lostPeers() {
        List<NodeId> lost = reported.looseEnds().lostPeers();
        return lost.isEmpty()
                ? Stream.empty()
                : nodesOfMap()
                        .filter(node ->
                                lost.contains(node.id()) && context.sight(node).isUp());
    }

    /** A number that no other primary of the plan has. */
    long formationEpoch() {
        long place = 1;
        for (Shard other : context.state.map().shards()) {
            if (other.id().equals(shard.shard().id())) {
                return place;
            }
            place++;
        }
        throw new IllegalStateException("shard " + shard.shard().id() + " is not in the slot map");
    }
}
