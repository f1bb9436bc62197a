package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.plan.FormationPlacement;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.record.ShardFormed;
import io.slotkeeper.core.record.ShardsPlanned;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a cluster of the registered nodes: plans the shards once enough usable nodes are there, and calls a shard formed
 * once all its nodes report what the plan says. What is done to the nodes in between is the {@link Reconciler}'s work.
 */
final class Formation {
    private final LoopContext context;
    private final Map<String, Long> plannedNanos = new HashMap<>();

    Formation(LoopContext context) {
        this.context = context;
    }

    void planWhenGathered() {
        if (context.options.adopt() || !context.state.map().shards().isEmpty()) {
            return;
        }
        ClusterSettings settings = context.state.settings().orElseThrow();
        List<Node> usable = usableNodes();
        if (usable.size() >= settings.nodes()) {
            context.propose(new ShardsPlanned(FormationPlacement.plan(settings, usable), context.now.epochMillis()));
        }
    }

    /** Registered nodes that are up and fresh: primaries without slots, keys or acquaintances. */
    private List<Node> usableNodes() {
        return context.state.nodes().values().stream()
                .filter(node -> isFresh(context.sight(node)))
                .toList();
    }

    /** Up, a primary, and without slots, keys or acquaintances. */
    static boolean isFresh(NodeSight sight) {
        return sight.isUpAs(NodeRole.PRIMARY)
                && sight.view()
                        .filter(v -> v.keys() == 0 && v.slots().isEmpty() && v.knownNodes() <= 1)
                        .isPresent();
    }

    void attendTo(Shard shard) {
        if (shard.state() != ShardState.FORMING) {
            return;
        }
        long since = plannedNanos.computeIfAbsent(shard.id(), id -> context.now.nanos());
        if (isFormed(context.view(shard))) {
            context.propose(new ShardFormed(shard.id(), context.now.millisSince(since), context.now.epochMillis()));
        }
    }

    private boolean isFormed(ShardView view) {
        long digest = MapDigest.of(context.state.map());
        return view.nodes().allMatch(node -> agrees(node, digest))
                && view.primary().isUpAs(NodeRole.PRIMARY)
                && view.replicas().stream()
                        .allMatch(r -> r.follows(view.primary().id())
                                && r.view().map(NodeView::synced).orElse(false));
    }

    private static boolean agrees(NodeSight node, long digest) {
        return node.isUp()
                && node.view()
                        .filter(v -> v.clusterOk() && v.configured() && v.viewDigest() == digest)
                        .isPresent();
    }
}
