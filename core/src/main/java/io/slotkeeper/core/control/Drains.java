package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.record.DrainEnded;

/** Lets a drained node be promoted again once it has restarted and serves, or is in sync. */
final class Drains {
    private final LoopContext context;

    Drains(LoopContext context) {
        this.context = context;
    }

    void attendTo(Shard shard) {
        if (context.state.upkeep().drained().isEmpty()) {
            return;
        }
        ShardView view = context.view(shard);
        view.nodes()
                .filter(this::hasRestarted)
                .filter(node -> isBack(view, node))
                .forEach(node -> context.propose(new DrainEnded(
                        node.id(),
                        "DRAIN_RESTARTED",
                        node.name() + " has restarted and is in sync: it may be promoted again.",
                        context.now.epochMillis())));
    }

    private boolean hasRestarted(NodeSight node) {
        String before = context.state.upkeep().drained().get(node.id());
        return before != null && node.isUp() && !node.runId().equals(before);
    }

    private static boolean isBack(ShardView view, NodeSight node) {
        if (node.id().equals(view.primary().id())) {
            return node.isUpAs(NodeRole.PRIMARY);
        }
        return node.follows(view.primary().id())
                && node.view().filter(NodeView::synced).isPresent();
    }
}
