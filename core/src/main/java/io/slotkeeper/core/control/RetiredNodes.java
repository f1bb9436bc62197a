package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.NodeDropped;
import java.util.HashMap;
import java.util.Map;

/**
 * Ends what the removal of nodes has begun, also when they come back later:
 *
 * <pre>
 * a retired node answers and still knows others, or follows one   it leaves the cluster and is empty
 * the agent of a retired node is silent                           it leaves the list of nodes
 * </pre>
 */
final class RetiredNodes {
    private static final long TIMEOUT_MILLIS = 5000;
    private static final long AGAIN_AFTER_MILLIS = 2000;

    private final LoopContext context;
    private final Leases leases;
    private final Map<NodeId, Long> orderedNanos = new HashMap<>();

    RetiredNodes(LoopContext context, Leases leases) {
        this.context = context;
        this.leases = leases;
    }

    void tick() {
        for (NodeId id : context.state.upkeep().membership().retired()) {
            Node node = context.state.nodes().get(id);
            if (node != null && context.state.map().shardOf(id).isEmpty()) {
                attendTo(node);
            }
        }
    }

    private void attendTo(Node node) {
        NodeSight sight = context.sight(node);
        if (sight.agentLost()) {
            context.propose(new NodeDropped(node.id(), context.now.epochMillis()));
        } else if (sight.isUp() && !Formation.isFresh(sight) && leases.mayOrder(node) && isDue(node)) {
            orderedNanos.put(node.id(), context.now.nanos());
            context.send(node, "", 0, new Order.Retire(), Long.MAX_VALUE, TIMEOUT_MILLIS, outcome -> {
                String name = node.agent() + " (" + node.address() + ")";
                if (outcome.done()) {
                    context.note(
                            Effect.Note.Level.INFO,
                            "",
                            "NODE_RETIRED",
                            name + " was taken out of the cluster; it is empty and knows nobody.");
                } else if (!outcome.text().isEmpty()) {
                    context.note(
                            Effect.Note.Level.WARNING,
                            "",
                            "NODE_NOT_RETIRED",
                            name + " was taken out of the cluster but is left as it is: " + outcome.text() + ".");
                }
            });
        }
    }

    private boolean isDue(Node node) {
        Long last = orderedNanos.get(node.id());
        return last == null || context.now.millisSince(last) >= AGAIN_AFTER_MILLIS;
    }

    void forget() {
        orderedNanos.clear();
    }
}
