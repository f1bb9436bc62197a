package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.Charge;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings nodes to what the slot map says, one order at a time and node, by the first row of {@link RepairRule} that
 * applies and has not just failed. Works from reports alone, so it needs no memory of what was done, and forming a cluster is
 * the same work as repairing one. Leaves shards with an open election alone. While a cluster is being taken over, only
 * settings are repaired; during a maintenance pause only what {@link #IN_A_PAUSE} names.
 *
 * <p>At most {@link #MOST_AT_ONCE} orders are under way; of the nodes that wait, those that have needed a repair for longest
 * come first. A repair that does not help is repeated at longer and longer intervals. What was repaired, and why, is noted.
 */
final class Reconciler {
    static final int MOST_AT_ONCE = 16;

    private static final long TIMEOUT_MILLIS = 5000;
    private static final long REPEAT_AFTER_MILLIS = 250;
    private static final long REPEAT_AT_LEAST_EVERY_MILLIS = 30_000;
    /** So many times in the usual rhythm: much needs a few attempts while nodes get to know each other. */
    private static final int EAGER_ATTEMPTS = 8;

    /** What keeps writes safe, or possible, goes on while somebody works on the cluster. */
    private static final Set<RepairRule> IN_A_PAUSE = EnumSet.of(
            RepairRule.REQUIRE_REPLICAS,
            RepairRule.BUMP_EPOCH,
            RepairRule.FENCE,
            RepairRule.ALLOW_SYNC,
            RepairRule.UNFENCE);

    private final LoopContext context;
    private final Leases leases;
    private final Set<String> busyAgents = new HashSet<>();
    private final Map<String, Need> needs = new HashMap<>();
    private final Map<String, Attempt> lastAttempts = new HashMap<>();
    private long busyTerm;

    /** A node needs a repair, since when. */
    private record Need(RepairRule rule, long sinceNanos) {}

    /** The last order to a node, and how many there were for the same reason. */
    private record Attempt(RepairRule rule, boolean done, long endedNanos, int count) {
        long pauseMillis() {
            long doublings = Math.min(7, Math.max(0, count - EAGER_ATTEMPTS));
            return Math.min(REPEAT_AT_LEAST_EVERY_MILLIS, REPEAT_AFTER_MILLIS << doublings);
        }
    }

    Reconciler(LoopContext context, Leases leases) {
        this.context = context;
        this.leases = leases;
    }

    void attendTo(Shard shard) {
        if (busyTerm != context.term) {
            busyTerm = context.term;
            busyAgents.clear();
            needs.clear();
        }
        if (!mayRepair()) {
            return;
        }
        boolean paused = context.state.upkeep().isPaused(shard.id()) && shard.state() != ShardState.FORMING;
        boolean electing = context.state.election(shard.id()).isPresent()
                || context.isProposing(ProposalSubject.shard(shard.id()));
        if (!electing) {
            ShardView view = context.view(shard);
            noteRivals(view);
            view.nodes().forEach(node -> {
                if (node.isUp()) {
                    repair(view, node, paused);
                } else {
                    needs.remove(node.node().agent());
                }
            });
        }
    }

    private void noteRivals(ShardView view) {
        if (new Rivals(view).epochToPass().isPresent()) {
            context.contested.add(view.shard().id());
        } else {
            context.contested.remove(view.shard().id());
        }
    }

    private boolean mayRepair() {
        return context.inCharge() || isTakingOver();
    }

    private boolean isTakingOver() {
        return context.custody().charge() == Charge.TAKING_OVER;
    }

    private void repair(ShardView view, NodeSight sight, boolean paused) {
        Node node = sight.node();
        NodeView reported = sight.view().orElse(null);
        if (busyAgents.contains(node.agent()) || reported == null) {
            return;
        }
        RepairCase repairCase = new RepairCase(context, view, sight, reported);
        Optional<Attempt> recent = Optional.ofNullable(lastAttempts.get(node.agent()))
                .filter(attempt -> context.now.millisSince(attempt.endedNanos) < attempt.pauseMillis());
        Optional<RepairRule> rule = RepairRule.first(
                repairCase,
                r -> (paused && !IN_A_PAUSE.contains(r))
                        || (isTakingOver() && r != RepairRule.CONFIGURE)
                        || recent.filter(a -> !a.done && a.rule == r).isPresent());
        if (rule.isEmpty()) {
            needs.remove(node.agent());
            if (RepairRule.first(repairCase, r -> false).isEmpty()) {
                lastAttempts.remove(node.agent());
            }
            return;
        }
        Need need = needs.compute(
                node.agent(),
                (agent, before) -> before != null && before.rule == rule.get()
                        ? before
                        : new Need(rule.get(), context.now.nanos()));
        boolean waits = recent.filter(a -> a.rule == need.rule).isPresent();
        if (!waits && context.now.millisSince(need.sinceNanos) >= need.rule.patienceMillis() && isItsTurn(need)) {
            Order order = need.rule.order(repairCase);
            if (!deletes(order) || leases.mayOrder(node)) {
                send(view.shard(), sight, need.rule, order);
            }
        }
    }

    private boolean isItsTurn(Need need) {
        long before = needs.entrySet().stream()
                .filter(e -> !busyAgents.contains(e.getKey()) && e.getValue().sinceNanos < need.sinceNanos)
                .count();
        return before < MOST_AT_ONCE - busyAgents.size();
    }

    /** An agent that has just started has forgotten the terms it saw: it could obey a leader that was deposed. */
    private static boolean deletes(Order order) {
        return order instanceof Order.Yield;
    }

    private void send(Shard shard, NodeSight sight, RepairRule rule, Order order) {
        Node node = sight.node();
        busyAgents.add(node.agent());
        long epoch = context.state.nextElectionEpoch(shard);
        context.send(node, shard.id(), epoch, order, Long.MAX_VALUE, TIMEOUT_MILLIS, outcome -> {
            busyAgents.remove(node.agent());
            Attempt last = lastAttempts.get(node.agent());
            int count = last != null && last.rule == rule ? last.count + 1 : 1;
            Attempt attempt = new Attempt(rule, outcome.done(), context.now.nanos(), count);
            lastAttempts.put(node.agent(), attempt);
            if (shard.state() != ShardState.FORMING) {
                note(shard, sight, attempt, outcome);
            }
            if (outcome.done()) {
                context.state.map().shard(shard.id()).ifPresent(this::attendTo);
            }
        });
    }

    private void note(Shard shard, NodeSight sight, Attempt attempt, CommandOutcome outcome) {
        if (outcome.done() && attempt.count == 1) {
            context.note(
                    Effect.Note.Level.INFO,
                    shard.id(),
                    attempt.rule.code(),
                    sight.name() + " " + attempt.rule.done() + ".");
        } else if (attempt.count == EAGER_ATTEMPTS) {
            context.note(
                    Effect.Note.Level.WARNING,
                    shard.id(),
                    "REPAIR_REPEATED",
                    attempt.count + " times in a row " + attempt.rule + " was ordered for " + sight.name()
                            + " and did not help" + (outcome.text().isEmpty() ? "" : ": " + outcome.text()) + ".");
        }
    }
}
