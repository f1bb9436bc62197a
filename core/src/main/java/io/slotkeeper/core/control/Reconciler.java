package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings nodes to what the slot map says, one order at a time and node, by the first row of {@link RepairRule} that
 * applies. Works from reports alone, so it needs no memory of what was done, and forming a cluster is the same work as
 * repairing one. Leaves shards with an open election alone.
 */
final class Reconciler {
    private static final long TIMEOUT_MILLIS = 5000;
    private static final long REPEAT_AFTER_MILLIS = 250;

    private final LoopContext context;
    private final Set<String> busyAgents = new HashSet<>();
    private final Map<String, Attempt> lastAttempts = new HashMap<>();
    private long busyTerm;

    private record Attempt(OrderType type, long endedNanos) {}

    Reconciler(LoopContext context) {
        this.context = context;
    }

    void attendTo(Shard shard) {
        if (busyTerm != context.term) {
            busyTerm = context.term;
            busyAgents.clear();
        }
        boolean electing = context.state.election(shard.id()).isPresent()
                || context.isProposing(ProposalSubject.shard(shard.id()));
        if (!electing) {
            ShardView view = context.view(shard);
            view.nodes().filter(NodeSight::isUp).forEach(node -> repair(view, node));
        }
    }

    private void repair(ShardView view, NodeSight sight) {
        Node node = sight.node();
        if (busyAgents.contains(node.agent())) {
            return;
        }
        NodeView reported = sight.view().orElse(null);
        if (reported == null) {
            return;
        }
        Optional<Order> order = RepairRule.firstOrder(new RepairCase(context, view, sight, reported));
        order.filter(o -> !triedJustNow(node, o)).ifPresent(o -> send(view.shard(), node, o));
    }

    private boolean triedJustNow(Node node, Order order) {
        Attempt last = lastAttempts.get(node.agent());
        return last != null
                && last.type == order.type()
                && context.now.millisSince(last.endedNanos) < REPEAT_AFTER_MILLIS;
    }

    private void send(Shard shard, Node node, Order order) {
        busyAgents.add(node.agent());
        long epoch = context.state.nextElectionEpoch(shard);
        context.send(node, shard.id(), epoch, order, Long.MAX_VALUE, TIMEOUT_MILLIS, outcome -> {
            busyAgents.remove(node.agent());
            lastAttempts.put(node.agent(), new Attempt(order.type(), context.now.nanos()));
            if (outcome.done()) {
                context.state.map().shard(shard.id()).ifPresent(this::attendTo);
            }
        });
    }
}
