package io.slotkeeper.core.control;

import io.slotkeeper.core.detect.FailureDetector;
import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.record.ClusterInitialized;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.LeaderPresent;
import io.slotkeeper.core.record.PublishTimed;
import io.slotkeeper.core.record.ReplicasRequired;
import io.slotkeeper.core.record.Upkeep;
import java.util.List;
import java.util.Optional;

/**
 * The brain of a coordinator: {@code (state, event, now) → effects}. Deterministic; reads no clock and does no I/O. Every
 * coordinator runs one and feeds it the reports of all agents, so that a new leader is warm; only a leader decides.
 *
 * <pre>
 * event                what happens
 * Tick                 every shard: analyse, decide, repair; form the cluster; keep paths warm (a follower: only that);
 *                      begin to renew leases
 * ReportReceived       detector; register the node; the reporter's shard: analyse, decide, repair
 * RecordApplied        state; a PRIMARY_ELECTED starts a promotion, an end of an election answers its request
 * ReplyReceived        the part that sent the command goes on
 * LeadershipConfirmed  grant leases for the heartbeats that had arrived before
 * CustodyRequested     check, then propose the change of the charge
 * PromotionRequested   check, then propose the election
 * OperationRequested   plan and check, then propose the operation or its next state
 * UpkeepRequested      check, then propose it
 * DrillRequested       check, ask the agent, note it, then have the fault made
 * LeadershipGained     initialise an empty log; go on with open elections; every shard: analyse, decide, repair
 * LeadershipLost       forget all open work, answer open requests with OUTCOME_UNKNOWN
 * </pre>
 *
 * <p>Not thread-safe: one context owns it.
 */
public final class ControlLoop {
    private final LoopContext context;
    private final Registration registration;
    private final Formation formation;
    private final Promotions promotions;
    private final Failovers failovers;
    private final Reconciler reconciler;
    private final OrphanSlots orphanSlots;
    private final ForeignChanges foreignChanges;
    private final Custodian custodian;
    private final Overviews overviews;
    private final Warmth warmth;
    private final Standby standby;
    private final Leases leases;
    private final Migrations migrations;
    private final OperationDesk operations;
    private final Drills drills;
    private final StrictWrites strictWrites;
    private final Pauses pauses;
    private final Drains drains;
    private final LostShards lostShards;
    private final UpkeepRequests upkeepRequests;
    private final OperationWatch operationWatch;
    private final Joins joins;
    private final RetiredNodes retiredNodes;
    private String freshClusterId = "";

    public ControlLoop(ControlOptions options) {
        context = new LoopContext(options);
        registration = new Registration(context);
        formation = new Formation(context);
        leases = new Leases(context);
        promotions = new Promotions(context, leases);
        failovers = new Failovers(context, promotions, leases);
        reconciler = new Reconciler(context, leases);
        pauses = new Pauses(context);
        operationWatch = new OperationWatch(context);
        overviews = new Overviews(context, pauses, operationWatch);
        drains = new Drains(context);
        joins = new Joins(context);
        retiredNodes = new RetiredNodes(context, leases);
        lostShards = new LostShards(context);
        upkeepRequests = new UpkeepRequests(context, promotions);
        orphanSlots = new OrphanSlots(context);
        foreignChanges = new ForeignChanges(context);
        custodian = new Custodian(context);
        warmth = new Warmth(context);
        standby = new Standby(context);
        migrations = new Migrations(context, leases);
        operations = new OperationDesk(context);
        drills = new Drills(context, promotions, overviews);
        strictWrites = new StrictWrites(context);
    }

    /** Takes in one event and returns what is to be done, in order. */
    public List<Effect> step(ControlEvent event, Moment now) {
        context.now = now;
        dispatch(event);
        return context.takeEffects();
    }

    /** How the cluster is doing, according to this coordinator's own view. */
    public ClusterOverview overview(Moment now) {
        context.now = now;
        return overviews.overview();
    }

    private void dispatch(ControlEvent event) {
        if (event instanceof ControlEvent.ReportReceived received) {
            onReport(received.report());
        } else if (event instanceof ControlEvent.ReplyReceived received) {
            context.detector.heard(received.reply().report(), context.now);
            context.commandEnded(received.reply().commandId(), CommandOutcome.of(received.reply()));
        } else if (event instanceof ControlEvent.CommandLost lost) {
            context.commandEnded(lost.commandId(), CommandOutcome.lost(lost.delivered()));
        } else if (event instanceof ControlEvent.RecordApplied applied) {
            onApplied(applied);
        } else if (event instanceof ControlEvent.Tick tick) {
            onTick(tick);
        } else if (event instanceof ControlEvent.PromotionRequested requested) {
            promotions.requested(
                    requested.request(), result -> context.emit(new Effect.Answer(requested.requestId(), result)));
        } else if (event instanceof ControlEvent.LeadershipConfirmed confirmed) {
            leases.confirmed(confirmed.round());
            promotions.leadershipConfirmed();
        } else {
            dispatchRare(event);
        }
    }

    private void dispatchRare(ControlEvent event) {
        if (event instanceof ControlEvent.LeadershipGained gained) {
            onLeadershipGained(gained);
        } else if (event instanceof ControlEvent.UpkeepRequested requested) {
            upkeepRequests.requested(requested.requestId(), requested.request());
        } else if (event instanceof ControlEvent.LeadershipLost) {
            onLeadershipLost();
        } else if (event instanceof ControlEvent.LeadershipDoubted doubted) {
            leases.doubted(doubted.round());
        } else if (event instanceof ControlEvent.CustodyRequested requested) {
            custodian.requested(requested.requestId(), requested.request());
        } else if (event instanceof ControlEvent.StateReplaced replaced) {
            context.state = replaced.state();
        } else if (event instanceof ControlEvent.ProposalFailed failed) {
            context.proposalEnded(failed.record());
            promotions.proposalFailed(failed.record(), failed.why());
            operations.proposalFailed(failed.record(), failed.why());
            custodian.proposalFailed(failed.record(), failed.why());
            upkeepRequests.proposalFailed(failed.record(), failed.why());
            drills.proposalFailed(failed.record(), failed.why());
        } else if (event instanceof ControlEvent.OperationRequested requested) {
            operations.requested(requested.requestId(), requested.request());
        } else if (event instanceof ControlEvent.DrillRequested requested) {
            drills.requested(requested.requestId(), requested.request());
        } else if (event instanceof ControlEvent.AgentDeparted departed) {
            context.detector.departed(departed.agent());
        } else if (event instanceof ControlEvent.NodeProbed probed) {
            context.probed(probed.node(), probed.answered());
        } else if (event instanceof ControlEvent.Published published) {
            context.propose(new PublishTimed(published.shard(), published.epoch(), published.publishMicros()));
        } else {
            throw new IllegalArgumentException("no part of the control loop takes " + event);
        }
    }

    private void onReport(AgentReport report) {
        FailureDetector.Hearing hearing = context.detector.heard(report, context.now);
        if (!context.leader || !context.state.initialized()) {
            return;
        }
        if (hearing != FailureDetector.Hearing.ACCEPTED) {
            registration.refused(report, hearing);
            return;
        }
        registration.heard(report);
        formation.planWhenGathered();
        nodeOf(report).flatMap(node -> context.state.map().shardOf(node)).ifPresent(this::attendTo);
    }

    /** The node that a report is about; the registered one when the node has not answered this agent process yet. */
    private Optional<NodeId> nodeOf(AgentReport report) {
        return report.view()
                .map(NodeView::id)
                .or(() -> context.state.nodeOfAgent(report.identity().name()).map(Node::id));
    }

    private void attendTo(Shard shard) {
        promotions.attendTo(shard);
        failovers.attendTo(shard);
        if (context.inCharge()) {
            strictWrites.attendTo(shard);
            drains.attendTo(shard);
            joins.attendTo(shard);
            lostShards.attendTo(shard);
        }
        reconciler.attendTo(shard);
        formation.attendTo(shard);
    }

    private void onTick(ControlEvent.Tick tick) {
        context.lagged(tick.loopLagMillis());
        operationWatch.tick();
        if (!context.leader) {
            standby.keep();
            return;
        }
        if (!context.state.initialized()) {
            initialize();
            return;
        }
        formation.planWhenGathered();
        context.state.map().shards().forEach(this::attendTo);
        migrations.attend();
        custodian.tick();
        pauses.tick();
        if (context.inCharge() && !context.state.upkeep().isPaused(Upkeep.CLUSTER)) {
            orphanSlots.tick();
            foreignChanges.tick();
            retiredNodes.tick();
        }
        warmth.keep();
        leases.tick();
    }

    private void onApplied(ControlEvent.RecordApplied applied) {
        context.proposalEnded(applied.record());
        ClusterState before = context.state;
        context.state = applied.outcome().state();
        if (context.leader) {
            promotions.applied(applied.record(), applied.outcome());
            failovers.applied(applied.record(), before);
            operations.applied(applied.record(), applied.outcome());
            migrations.attend();
            warmth.applied(applied.record());
            drills.applied(applied.record());
            leases.applied(applied.record());
            custodian.applied(applied.record(), applied.outcome());
            pauses.applied(applied.record());
            upkeepRequests.applied(applied.record(), applied.outcome());
            if (applied.record() instanceof ReplicasRequired required) {
                // Writes may be refused until the primary hears of it.
                context.state.map().shard(required.shard()).ifPresent(this::attendTo);
            }
        } else {
            standby.applied(applied.record());
        }
    }

    private void onLeadershipGained(ControlEvent.LeadershipGained gained) {
        context.forgetOpenWork();
        context.leader = true;
        context.term = gained.term();
        context.leaderSinceNanos = context.now.nanos();
        context.state = gained.state();
        freshClusterId = gained.freshClusterId();
        warmth.begin();
        custodian.begin();
        leases.begin();
        migrations.forget();
        pauses.begin();
        if (!context.state.initialized()) {
            initialize();
        } else {
            context.propose(new LeaderPresent(gained.term()));
            registration.compareSettings();
            promotions.resumeAll();
            // Who died together with the predecessor has waited long enough.
            context.state.map().shards().forEach(this::attendTo);
        }
    }

    /** Makes the first record of the log; again when the proposal did not get through. */
    private void initialize() {
        context.propose(new ClusterInitialized(freshClusterId, context.options.wanted(), context.now.epochMillis()));
    }

    private void onLeadershipLost() {
        context.leader = false;
        context.forgetOpenWork();
        promotions.abandonAll();
        operations.abandonAll();
        migrations.forget();
        upkeepRequests.abandonAll();
        pauses.forget();
        drills.abandon();
        failovers.forget();
        strictWrites.forget();
        lostShards.forget();
        retiredNodes.forget();
        orphanSlots.forget();
        foreignChanges.forget();
        custodian.abandonAll();
    }

    /** The replicated state that the loop last heard of. */
    public ClusterState state() {
        return context.state;
    }
}
