package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.Endpoint;
import io.slotkeeper.core.protocol.Order;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks around about a primary whose agent has not been heard for {@link #LATE_MILLIS}: the leader probes the node itself, and
 * asks the agents of its replicas to do the same. It begins before the agent counts as lost, so that the answers are there
 * by then.
 */
final class Soundings {
    static final long LATE_MILLIS = 400;

    private static final long EVERY_MILLIS = 300;
    private static final long TIMEOUT_MILLIS = 1000;

    private final LoopContext context;
    private final Map<String, Long> lastNanos = new HashMap<>();

    Soundings(LoopContext context) {
        this.context = context;
    }

    void attendTo(ShardView view) {
        NodeSight primary = view.primary();
        Long last = lastNanos.get(view.shard().id());
        boolean due = last == null || context.now.millisSince(last) >= EVERY_MILLIS;
        if (!due || !(primary.agentLost() || isLate(primary))) {
            return;
        }
        lastNanos.put(view.shard().id(), context.now.nanos());
        context.emit(new Effect.Probe(primary.node()));
        view.replicas().stream().filter(NodeSight::agentAlive).forEach(replica -> look(replica, primary));
    }

    private boolean isLate(NodeSight primary) {
        return context.sessionOf(primary.node())
                .filter(s -> context.now.millisSince(s.heardNanos()) > LATE_MILLIS)
                .isPresent();
    }

    private void look(NodeSight replica, NodeSight primary) {
        NodeId from = replica.id();
        NodeId to = primary.id();
        context.send(
                replica.node(),
                "",
                0,
                new Order.Look(Endpoint.of(primary.node())),
                Long.MAX_VALUE,
                TIMEOUT_MILLIS,
                outcome -> {
                    if (outcome.report().isPresent()) {
                        context.looked(from, to, outcome.done());
                    }
                });
    }

    void forget() {
        lastNanos.clear();
    }
}
