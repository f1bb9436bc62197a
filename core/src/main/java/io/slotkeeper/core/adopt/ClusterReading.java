package io.slotkeeper.core.adopt;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardIdOrder;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The shards as the nodes themselves have formed them.
 *
 * <pre>
 * primary   a node that is up, says so, and owns slots; or that owns none and was the primary before, or is new
 * id        that of the shard that the node was in; for others the next free number, in the order of their lowest slots
 * replicas  nodes that follow it; and those that cannot be asked, where they were before
 * epoch     one more when the primary is another one
 * unasked   a shard whose primary cannot be asked, and whose slots nobody else claims, stays as it was
 * </pre>
 */
public final class ClusterReading {
    private final SlotMap before;
    private final List<NodeSight> sights;
    private final Map<String, NodeSight> primaries = new TreeMap<>(ShardIdOrder.INSTANCE);

    private ClusterReading(SlotMap before, List<NodeSight> sights) {
        this.before = before;
        this.sights = sights;
    }

    /**
     * Reads the shards.
     *
     * @param before the slot map as known until now
     * @return empty while the nodes do not make sense together: two claim one slot, or a replica's primary is not known
     */
    public static Optional<List<Shard>> read(SlotMap before, List<NodeSight> sights) {
        return new ClusterReading(before, sights).read();
    }

    private Optional<List<Shard>> read() {
        List<NodeSight> claimants = sights.stream()
                .filter(s -> s.isUpAs(NodeRole.PRIMARY))
                .filter(s -> !slots(s).isEmpty() || isPrimaryBefore(s) || isNewMember(s))
                .sorted(Comparator.comparing((NodeSight s) -> slots(s).isEmpty())
                        .thenComparing(s -> slots(s).first())
                        .thenComparing(NodeSight::id))
                .toList();
        SlotSet claimed = claimants.stream().map(ClusterReading::slots).reduce(SlotSet.empty(), SlotSet::union);
        if (claimed.size() != claimants.stream().mapToInt(s -> slots(s).size()).sum()) {
            return Optional.empty();
        }
        claimants.forEach(this::name);
        Map<String, Shard> shards = new TreeMap<>(ShardIdOrder.INSTANCE);
        for (Shard shard : before.shards()) {
            SlotSet left = shard.slots().minus(claimed);
            boolean asked = primaries.containsKey(shard.id());
            if (!asked && !left.isEmpty()) {
                shards.put(shard.id(), shard.withSlots(left));
            }
        }
        Map<NodeId, List<Node>> replicas = new LinkedHashMap<>();
        for (NodeSight sight : sights) {
            Optional<NodeId> primary = primaryOf(sight);
            if (sight.isUpAs(NodeRole.REPLICA) && primary.isEmpty()) {
                return Optional.empty();
            }
            primary.ifPresent(
                    id -> replicas.computeIfAbsent(id, p -> new ArrayList<>()).add(sight.node()));
        }
        primaries.forEach((id, primary) -> shards.put(
                id,
                new Shard(
                        id,
                        epoch(id, primary),
                        slots(primary),
                        ShardState.ACTIVE,
                        primary.node(),
                        replicas.getOrDefault(primary.id(), List.of()))));
        return Optional.of(List.copyOf(shards.values()));
    }

    private void name(NodeSight claimant) {
        Optional<String> known = before.shardOf(claimant.id()).map(Shard::id).filter(id -> !primaries.containsKey(id));
        primaries.put(known.orElseGet(this::nextId), claimant);
    }

    private String nextId() {
        int number = 1;
        while (primaries.containsKey("s" + number) || before.shard("s" + number).isPresent()) {
            number++;
        }
        return "s" + number;
    }

    private long epoch(String id, NodeSight primary) {
        return before.shard(id)
                .map(shard -> shard.epoch() + (shard.primary().id().equals(primary.id()) ? 0 : 1))
                .orElse(1L);
    }

    private Optional<NodeId> primaryOf(NodeSight sight) {
        if (primaries.values().stream().anyMatch(p -> p.id().equals(sight.id()))) {
            return Optional.empty();
        }
        if (sight.isUpAs(NodeRole.REPLICA)) {
            return sight.view().flatMap(NodeView::primary).filter(id -> primaries.values().stream()
                    .anyMatch(p -> p.id().equals(id)));
        }
        return before.shardOf(sight.id()).map(Shard::id).map(primaries::get).map(NodeSight::id);
    }

    private boolean isPrimaryBefore(NodeSight sight) {
        return before.shardOf(sight.id())
                .filter(shard -> shard.primary().id().equals(sight.id()))
                .filter(shard -> sights.stream()
                        .filter(other -> !other.id().equals(sight.id()))
                        .noneMatch(other -> other.isUpAs(NodeRole.PRIMARY)
                                && shard.node(other.id()).isPresent()
                                && !slots(other).isEmpty()))
                .isPresent();
    }

    /** A primary without slots, as {@code redis-cli --cluster add-node} makes it. */
    private boolean isNewMember(NodeSight sight) {
        return before.shardOf(sight.id()).isEmpty()
                && sight.view().filter(v -> v.knownNodes() > 1).isPresent();
    }

    private static SlotSet slots(NodeSight sight) {
        return sight.view().map(NodeView::slots).orElse(SlotSet.empty());
    }
}
