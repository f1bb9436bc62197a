package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.Finding;
import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardAnalyzer;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.decide.Decision;
import io.slotkeeper.core.decide.FailoverPlanner;
import io.slotkeeper.core.decide.GuardContext;
import io.slotkeeper.core.decide.ReplicaRanking;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.ElectionAborted;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.PrimaryActivated;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Diagnoses shards and decides failovers. When more than one replica could be promoted, all of them are asked for fresh
 * reports first, for at most {@link #REFRESH_MILLIS}: their last ones may be a heartbeat old, and the one that is furthest
 * ahead loses the least.
 */
final class Failovers {
    static final long REFRESH_MILLIS = 20;

    private final LoopContext context;
    private final Promotions promotions;
    private final Leases leases;
    private final Soundings soundings;
    private final FailoverPlanner planner;
    private final NoteBook notes;
    private final Map<String, Refresh> refreshes = new HashMap<>();
    private final Map<String, Long> lastFailoverNanos = new HashMap<>();
    private final Retreat retreat;

    /** Fresh reports of a shard's candidates that are on their way. */
    private static final class Refresh {
        private final long sinceNanos;
        private int open;

        Refresh(long sinceNanos, int open) {
            this.sinceNanos = sinceNanos;
            this.open = open;
        }
    }

    Failovers(LoopContext context, Promotions promotions, Leases leases) {
        this.context = context;
        this.leases = leases;
        this.soundings = new Soundings(context);
        this.promotions = promotions;
        this.planner = new FailoverPlanner(context.options.failover());
        this.notes = new NoteBook(context);
        this.retreat = new Retreat(context);
    }

    void attendTo(Shard shard) {
        ShardView view = context.view(shard);
        List<Finding> findings = ShardAnalyzer.analyze(view);
        notes.update(shard.id(), findings);
        soundings.attendTo(view);
        if (!context.inCharge()) {
            notes.watched(shard.id(), planner.decide(view, findings, guards(shard)));
            return;
        }
        if (shard.state() != ShardState.ACTIVE || context.isProposing(ProposalSubject.shard(shard.id()))) {
            return;
        }
        Optional<NodeSight> successor = successor(view);
        if (successor.isPresent()) {
            adopt(view, successor.get());
            return;
        }
        Decision decision = planner.decide(view, findings, guards(shard));
        if (decision instanceof Decision.Promote promote) {
            if (!retreat.isResting(shard)) {
                promote(view, promote);
            }
        } else {
            refreshes.remove(shard.id());
            notes.skipped(shard.id(), decision);
        }
    }

    /**
     * The replica that has become primary without an election: somebody ran CLUSTER FAILOVER by hand, or an election was
     * given up although its promotion had happened. Both nodes must say so.
     */
    private static Optional<NodeSight> successor(ShardView view) {
        if (!view.primary().isUpAs(NodeRole.REPLICA)) {
            return Optional.empty();
        }
        return view.primary()
                .view()
                .flatMap(NodeView::primary)
                .flatMap(view::replica)
                .filter(replica -> replica.isUpAs(NodeRole.PRIMARY))
                .filter(replica -> replica.view()
                        .filter(v -> v.slots().containsAll(view.shard().slots()))
                        .isPresent());
    }

    /** The map follows what is a fact: no command could undo it without losing the writes since. */
    private void adopt(ShardView view, NodeSight successor) {
        String text =
                successor.name() + " is the primary of shard " + view.shard().id()
                        + " without having been elected, and " + view.primary().name() + " follows it.";
        PromotionTimes times = new PromotionTimes(-1, context.now.nanos(), "");
        promotions.elect(
                promotions.record(view.shard(), successor, ElectionKind.FAILOVER, "PRIMARY_REPLACED", -1, text), times);
    }

    private void promote(ShardView view, Decision.Promote decision) {
        if (isWaitingForFreshReports(view)) {
            return;
        }
        refreshes.remove(view.shard().id());
        String text = decision.finding().text() + " " + decision.candidate().name() + " takes over shard "
                + view.shard().id() + ".";
        NodeSight primary = view.primary();
        String goneRun = primary.isGone() ? primary.runId() : "";
        PromotionTimes times = new PromotionTimes(detectMicros(primary), context.now.nanos(), goneRun);
        promotions.elect(
                promotions.record(
                        view.shard(),
                        decision.candidate(),
                        ElectionKind.FAILOVER,
                        decision.finding().code().name(),
                        decision.estimatedLossBytes(),
                        text),
                times);
    }

    private boolean isWaitingForFreshReports(ShardView view) {
        String shard = view.shard().id();
        Refresh refresh = refreshes.get(shard);
        if (refresh != null) {
            return refresh.open > 0 && context.now.millisSince(refresh.sinceNanos) < REFRESH_MILLIS;
        }
        List<NodeSight> candidates = ranking(view).eligible();
        if (candidates.size() < 2) {
            return false;
        }
        Refresh started = new Refresh(context.now.nanos(), candidates.size());
        refreshes.put(shard, started);
        for (NodeSight candidate : candidates) {
            context.send(candidate.node(), "", 0, new Order.Report(), Long.MAX_VALUE, REFRESH_MILLIS, outcome -> {
                started.open--;
                context.state.map().shard(shard).ifPresent(this::attendTo);
            });
        }
        context.emit(new Effect.WakeUp(REFRESH_MILLIS));
        return true;
    }

    private ReplicaRanking ranking(ShardView view) {
        GuardContext guards = guards(view.shard());
        return new ReplicaRanking(
                view, context.options.failover().maxLagBytes(), guards.primariesByZone(), guards.barred());
    }

    private long detectMicros(NodeSight primary) {
        long atAgent = primary.report().map(AgentReport::downMicros).orElse(0L);
        long here = context.sessionOf(primary.node())
                .map(session -> context.now.microsSince(session.heardNanos()))
                .orElse(0L);
        return atAgent + here;
    }

    private GuardContext guards(Shard shard) {
        Long last = lastFailoverNanos.get(shard.id());
        OptionalLong since = last == null ? OptionalLong.empty() : OptionalLong.of(context.now.millisSince(last));
        Map<String, Integer> primariesByZone = context.state.map().shards().stream()
                .filter(other -> !other.id().equals(shard.id()))
                .collect(Collectors.toMap(s -> s.primary().zone(), s -> 1, Integer::sum));
        return new GuardContext(
                since,
                new GuardContext.Leader(silentHosts(), context.lagMillis(), leases.isLeadershipFresh()),
                leases.leftMillis(shard.primary()),
                primariesByZone,
                promotions.barred(),
                context.state.upkeep().isPaused(shard.id()));
    }

    /** Share of the hosts from which no agent at all is heard. */
    private double silentHosts() {
        Map<String, Boolean> silent = context.state.map().shards().stream()
                .flatMap(Shard::nodes)
                .map(context::sight)
                .collect(Collectors.toMap(s -> s.node().host(), NodeSight::agentLost, Boolean::logicalAnd));
        long count = silent.values().stream().filter(Boolean::booleanValue).count();
        return silent.isEmpty() ? 0 : (double) count / silent.size();
    }

    /**
     * A record was applied.
     *
     * @param before the state before it, which still has the election that it ends
     */
    void applied(SlotMapRecord record, ClusterState before) {
        if (record instanceof PrimaryActivated activated && endsFailover(activated, before)) {
            lastFailoverNanos.put(activated.shard(), context.now.nanos());
        }
        retreat.applied(record, before);
        context.state.map().shards().stream()
                .filter(shard -> concerns(record, shard))
                .forEach(this::attendTo);
    }

    private static boolean endsFailover(PrimaryActivated activated, ClusterState before) {
        return before.election(activated.shard())
                .filter(e -> e.epoch() == activated.epoch() && e.kind() == ElectionKind.FAILOVER)
                .isPresent();
    }

    /** An election that was given up must be followed by the next at once, not at the next heartbeat. */
    private static boolean concerns(SlotMapRecord record, Shard shard) {
        return record instanceof ElectionAborted aborted && aborted.shard().equals(shard.id());
    }

    void forget() {
        refreshes.clear();
        soundings.forget();
        notes.forget();
        retreat.forget();
    }
}
