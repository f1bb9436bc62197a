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
 * applies and has not just failed. Works from reports alone, so it needs no memory of what was done, and forming a cluster is the same work as
 * repairing one. Leaves shards with an open election alone.
 */
final class Reconciler {
    private static final long TIMEOUT_MILLIS = 5000;
    private static final long REPEAT_AFTER_MILLIS = 250;

    private final LoopContext context;
    private final Leases leases;
    private final Set<String> busyAgents = new HashSet<>();
    private final Map<String, Attempt> lastAttempts = new HashMap<>();
    private long busyTerm;

    private record Attempt(OrderType type, boolean done, long endedNanos) {}

    Reconciler(LoopContext context, Leases leases) {
        this.context = context;
        this.leases = leases;
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
        Optional<Attempt> last = Optional.ofNullable(lastAttempts.get(node.agent()))
                .filter(attempt -> context.now.millisSince(attempt.endedNanos) < REPEAT_AFTER_MILLIS);
        RepairCase repairCase = new RepairCase(context, view, sight, reported);
        RepairRule.firstOrder(repairCase, order -> last.filter(a -> !a.done && a.type == order.type())
                        .isPresent())
                .filter(order -> last.filter(a -> a.type == order.type()).isEmpty())
                .filter(order -> !deletes(order) || leases.mayOrder(node))
                .ifPresent(order -> send(view.shard(), node, order));
    }

    /** An agent that has just started has forgotten the terms it saw: it could obey a leader that was deposed. */
    private static boolean deletes(Order order) {
        return order instanceof Order.Yield;
    }

    private void send(Shard shard, Node node, Order order) {
        busyAgents.add(node.agent());
        long epoch = context.state.nextElectionEpoch(shard);
        context.send(node, shard.id(), epoch, order, Long.MAX_VALUE, TIMEOUT_MILLIS, outcome -> {
            busyAgents.remove(node.agent());
            lastAttempts.put(node.agent(), new Attempt(order.type(), outcome.done(), context.now.nanos()));
            if (outcome.done()) {
                context.state.map().shard(shard.id()).ifPresent(this::attendTo);
            }
        });
    }
}
