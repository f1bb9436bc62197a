package io.slotkeeper.core.plan;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMap;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which shard needs a replica most, and which node suits it best. Pure and deterministic. */
public final class ReplicaPlacement {
    private ReplicaPlacement() {}

    /** The active shard with the fewest replicas, of several the first. */
    public static Optional<Shard> neediest(SlotMap map) {
        return map.shards().stream()
                .filter(shard -> shard.state() == ShardState.ACTIVE)
                .min(Comparator.comparingInt(shard -> shard.replicas().size()));
    }

    /** The node that shares hosts, then zones, with the fewest nodes of the shard; of several the first by agent name. */
    public static Optional<Node> best(Shard shard, Collection<Node> spares) {
        List<Node> group = shard.nodes().toList();
        return spares.stream()
                .min(Comparator.<Node>comparingLong(node -> FormationPlacement.closeness(node, group))
                        .thenComparing(Node::agent, NaturalOrder.INSTANCE));
    }
}
