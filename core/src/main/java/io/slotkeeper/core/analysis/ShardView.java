package io.slotkeeper.core.analysis;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.OpenSlot;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that the leader knows of one shard at one moment. Immutable: the analysis table reads nothing else.
 *
 * @param shard as in the slot map
 * @param primary its primary
 * @param replicas its replicas, in node id order
 * @param moving slots that operations are moving, from or to any shard
 */
public record ShardView(Shard shard, NodeSight primary, List<NodeSight> replicas, SlotSet moving) {
    public ShardView {
        replicas = List.copyOf(replicas);
    }

    public Stream<NodeSight> nodes() {
        return Stream.concat(Stream.of(primary), replicas.stream());
    }

    public Optional<NodeSight> replica(NodeId id) {
        return replicas.stream().filter(r -> r.id().equals(id)).findFirst();
    }

    /** Slots that a node of the shard has marked as on their way, although no operation moves them. */
    public SlotSet orphans() {
        return SlotSet.ofSlots(nodes().filter(NodeSight::isUp)
                        .flatMap(node -> node.view().stream())
                        .flatMap(view -> view.looseEnds().openSlots().stream())
                        .mapToInt(OpenSlot::slot))
                .minus(moving);
    }

    /** Slots that the shard owns in the map but not on its primary, or the other way round, and that nothing explains. */
    public SlotSet foreignSlots() {
        if (shard.state() != ShardState.ACTIVE || !primary.isUpAs(NodeRole.PRIMARY)) {
            return SlotSet.empty();
        }
        SlotSet reported = primary.view().orElseThrow().slots();
        return reported.minus(shard.slots())
                .union(shard.slots().minus(reported))
                .minus(moving);
    }

    /** Largest number of bytes that a replica which is up is behind its primary; -1 when unknown. */
    public long maxLagBytes() {
        return replicas.stream().mapToLong(this::lagBytes).max().orElse(-1);
    }

    /**
     * Bytes that a replica is behind the primary's last reported offset, 0 or more; -1 when unknown, or when the two hold
     * different histories, whose offsets cannot be compared.
     */
    public long lagBytes(NodeSight replica) {
        Optional<NodeView> mine = primary.view();
        Optional<NodeView> theirs = replica.view();
        boolean comparable = mine.isPresent()
                && theirs.isPresent()
                && mine.get().replicationId().equals(theirs.get().replicationId());
        return comparable ? Math.max(0, mine.get().offset() - theirs.get().offset()) : -1;
    }
}
