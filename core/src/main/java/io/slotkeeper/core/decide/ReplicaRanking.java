package io.slotkeeper.core.decide;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which replica is promoted: of those that nothing excludes the one with the highest replication offset, then the one in
 * the zone with the fewest primaries, then the lowest node id. Pure.
 *
 * @param view the shard
 * @param maxLagBytes exclude replicas further behind than this
 * @param primariesByZone number of primaries of other shards by zone
 * @param barred replicas that are not promoted although nothing else is wrong with them
 */
public record ReplicaRanking(
        ShardView view, long maxLagBytes, Map<String, Integer> primariesByZone, Map<NodeId, Exclusion> barred) {
    /** Replicas that can be promoted, best first. */
    public List<NodeSight> eligible() {
        Comparator<NodeSight> best = Comparator.comparingLong(NodeSight::offset)
                .reversed()
                .thenComparingInt(r -> primariesByZone.getOrDefault(r.node().zone(), 0))
                .thenComparing(NodeSight::id);
        return view.replicas().stream()
                .filter(replica -> exclusion(replica).isEmpty())
                .sorted(best)
                .toList();
    }

    /** Why a replica cannot be promoted; empty when it can. */
    public Optional<Exclusion> exclusion(NodeSight replica) {
        if (!replica.agentAlive()) {
            return Optional.of(Exclusion.AGENT_SILENT);
        }
        if (!replica.isUp()) {
            return Optional.of(Exclusion.NOT_UP);
        }
        if (!replica.isUpAs(NodeRole.REPLICA)) {
            return Optional.of(Exclusion.NOT_A_REPLICA);
        }
        NodeView state = replica.view().orElseThrow();
        if (!state.primary().equals(Optional.of(view.primary().id()))) {
            return Optional.of(Exclusion.FOLLOWS_ANOTHER);
        }
        if (!state.synced()) {
            return Optional.of(Exclusion.NOT_SYNCED);
        }
        if (barred.containsKey(replica.id())) {
            return Optional.of(barred.get(replica.id()));
        }
        return view.lagBytes(replica) > maxLagBytes ? Optional.of(Exclusion.LAGGING) : Optional.empty();
    }
}
