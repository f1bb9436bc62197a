package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.detect.AgentSession;
import io.slotkeeper.core.lease.LeaseGrants;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.Endorser;
import io.slotkeeper.core.protocol.Guarding;
import io.slotkeeper.core.protocol.LeaseGrant;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.record.Charge;
import io.slotkeeper.core.record.PrimaryActivated;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Grants leases to the primaries of the map, and knows when an old one is over.
 *
 * <pre>
 * tick       no round is under way: begin one for all heartbeats that are here, and have the leadership confirmed
 * confirmed  acknowledge them, to the primary of every shard that is not being failed over, nor about to be
 * doubted    acknowledge none
 * </pre>
 *
 * Only a cluster that Slotkeeper is in charge of gets leases. The order matters: heartbeats, then confirmation, then lease ({@code docs/safety.md}, steps 1 and 4).
 */
final class Leases {
    private final LoopContext context;
    private final LeaseTiming timing;
    private final LeaseGrants grants;
    private long confirmedNanos;
    private long beganNanos;
    private boolean confirmed;

    Leases(LoopContext context) {
        this.context = context;
        this.timing = context.options.leases();
        this.grants = new LeaseGrants(timing);
    }

    void begin() {
        grants.leads(context.now);
        confirmed = false;
        tick();
    }

    void tick() {
        if (grants.mayBegin(context.now)) {
            beganNanos = context.now.nanos();
            context.emit(
                    new Effect.ConfirmLeadership(grants.begin(context.detector.sessions(), context.now), context.term));
        }
    }

    void confirmed(long round) {
        List<AgentSession> heard = grants.confirmed(round);
        if (heard.isEmpty()) {
            return;
        }
        confirmed = true;
        confirmedNanos = beganNanos;
        Map<String, AgentSession> byAgent = heard.stream()
                .collect(Collectors.toMap(s -> s.report().identity().name(), Function.identity()));
        for (Shard shard : context.state.map().shards()) {
            AgentSession session = byAgent.get(shard.primary().agent());
            if (session != null && mayGrant(shard, session)) {
                grant(shard, session);
            }
        }
    }

    void doubted(long round) {
        grants.doubted(round);
    }

    /** A node that is being handed back has a lease until its agent guards it no more. */
    private boolean mayGrant(Shard shard, AgentSession session) {
        boolean guarded = context.custody().charge() == Charge.HANDING_BACK
                && session.report().view().filter(NodeView::configured).isPresent();
        return (context.inCharge() || guarded)
                && shard.state() != ShardState.FAILING_OVER
                && shard.state() != ShardState.LOST
                && !context.isProposing(ProposalSubject.shard(shard.id()));
    }

    private void grant(Shard shard, AgentSession session) {
        Optional<NodeView> view = session.report().view().filter(v -> v.id().equals(
                        shard.primary().id()));
        if (view.isEmpty() || session.departed() || session.report().process() == ProcessState.GONE) {
            return;
        }
        grants.granted(session);
        context.emit(new Effect.Grant(
                session.report().identity().leaseAddress(),
                new LeaseGrant(
                        context.term,
                        shard.id(),
                        session.report().sentNanos(),
                        view.get().runId(),
                        timing,
                        shard.replicas().stream().map(this::endorser).toList())));
    }

    private Endorser endorser(Node replica) {
        NodeId id = replica.id();
        Guarding guarding = Optional.of(context.sight(replica))
                .flatMap(NodeSight::report)
                .map(AgentReport::guarding)
                .orElse(Guarding.NONE);
        return new Endorser(id, guarding.host(), guarding.port());
    }

    /** Whether a promotion may be ordered from a node's agent: see {@link LeaseGrants#knows}. */
    boolean mayOrder(Node candidate) {
        return context.sessionOf(candidate).filter(grants::knows).isPresent();
    }

    /** The former primary refuses writes for certain, as far as that hangs on its lease. */
    boolean isOver(Node former) {
        return grants.isOver(former.agent(), context.now);
    }

    long leftMillis(Node former) {
        return grants.remainingMillis(former.agent(), context.now);
    }

    /** A majority confirmed the leadership within the last lease. */
    boolean isLeadershipFresh() {
        return confirmed && context.now.millisSince(confirmedNanos) <= timing.leaseMillis();
    }

    /** A promoted primary serves without a lease at first: it may do so for as long as with one. */
    void applied(SlotMapRecord record) {
        if (record instanceof PrimaryActivated activated) {
            context.state
                    .map()
                    .shard(activated.shard())
                    .ifPresent(shard -> grants.holdsFrom(shard.primary().agent(), context.now.nanos()));
        }
    }
}
