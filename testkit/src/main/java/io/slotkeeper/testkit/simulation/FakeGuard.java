package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.lease.LeaseEffect;
import io.slotkeeper.core.lease.LeaseEvent;
import io.slotkeeper.core.lease.LeaseKeeper;
import io.slotkeeper.core.lease.Promises;
import io.slotkeeper.core.protocol.EndorseReply;
import io.slotkeeper.core.protocol.EndorseRequest;
import io.slotkeeper.core.protocol.Endorser;
import io.slotkeeper.core.protocol.LeaseGrant;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ViewDigest;
import java.util.Optional;

/** The shell around an agent's lease keeper and promises. Commands on the own node take no time while it is not hung. */
final class FakeGuard {
    private static final long RETRY_MICROS = 10_000;
    private static final long LONG_AGO_NANOS = 60_000_000_000L;

    private final FakeCluster cluster;
    private final FakeAgent agent;
    private LeaseKeeper keeper = new LeaseKeeper(LeaseTiming.defaults());
    private final Promises promises;
    private boolean stopped;
    private long releasedNanos = Long.MIN_VALUE;
    private long wishes;

    FakeGuard(FakeCluster cluster, FakeAgent agent) {
        this.cluster = cluster;
        this.agent = agent;
        this.promises = new Promises(agent.clockNanos() - (cluster.has(Flaw.PROMISE_FORGOTTEN) ? LONG_AGO_NANOS : 0));
    }

    /** The agent process has ended: it does nothing any more. */
    void stop() {
        stopped = true;
    }

    void look() {
        FakeNode node = agent.node();
        if (!node.up) {
            step(new LeaseEvent.NodeGone());
        } else if (!node.hung) {
            NodeView view = cluster.redis().view(node);
            boolean primary = view.role() == NodeRole.PRIMARY && !view.slots().isEmpty();
            step(new LeaseEvent.NodeSeen(view.id(), view.runId(), primary, view.fenced()));
        }
        step(new LeaseEvent.Tick());
    }

    void granted(LeaseGrant grant) {
        agent.process().run(() -> {
            if (grant.sentNanos() > releasedNanos) {
                step(new LeaseEvent.Granted(grant));
            }
        });
    }

    void released() {
        releasedNanos = agent.clockNanos();
        keeper = new LeaseKeeper(LeaseTiming.defaults());
    }

    long askedReplicas() {
        return ViewDigest.ofNodes(keeper.askedReplicas());
    }

    Optional<String> objection(Order.Promote order) {
        return promises.objection(order, agent.clockNanos());
    }

    void promoting(Order.Promote order) {
        step(new LeaseEvent.Promoted(cluster.redis().view(agent.node()).runId(), agent.clockNanos(), order.timing()));
    }

    void fencedByOrder(long epoch) {
        cluster.trace(() -> agent.name() + " is fenced by order");
        step(new LeaseEvent.FenceOrdered(epoch));
    }

    void writesPaused(long millis) {
        step(new LeaseEvent.WritesPaused(agent.clockNanos() + millis * 1_000_000));
    }

    void writesResumed() {
        step(new LeaseEvent.WritesResumed());
    }

    boolean mayUnfence(long epoch) {
        if (!keeper.mayUnfence(epoch, agent.clockNanos()) && !cluster.has(Flaw.UNFENCED_WITHOUT_LEASE)) {
            return false;
        }
        cluster.trace(() -> agent.name() + " is unfenced by order");
        step(new LeaseEvent.UnfenceOrdered());
        return true;
    }

    private void step(LeaseEvent event) {
        if (!stopped && agent.isRunning()) {
            keeper.step(event, agent.clockNanos()).forEach(this::perform);
        }
    }

    private void perform(LeaseEffect effect) {
        if (!(effect instanceof LeaseEffect.WakeAt)) {
            cluster.trace(() -> agent.name() + " decides " + effect.getClass().getSimpleName());
        }
        FakeNode node = agent.node();
        if (effect instanceof LeaseEffect.Ask ask) {
            ask.endorsers().forEach(endorser -> ask(ask, endorser));
        } else if (effect instanceof LeaseEffect.Fence) {
            fence(node);
        } else if (effect instanceof LeaseEffect.Unfence) {
            node.fenced = node.fenced && (!node.up || node.hung);
        } else if (effect instanceof LeaseEffect.Kill) {
            cluster.redis().crash(node);
        } else if (effect instanceof LeaseEffect.WakeAt wake) {
            wakeAt(wake.nanos());
        }
    }

    private void wakeAt(long nanos) {
        long wish = ++wishes;
        cluster.time()
                .after(agent.process().microsUntil(nanos), () -> agent.process().run(() -> {
                    if (wish == wishes) {
                        step(new LeaseEvent.Tick());
                    }
                }));
    }

    private void fence(FakeNode node) {
        if (node.up && !node.hung) {
            node.fenced = true;
            step(new LeaseEvent.FenceEnded(true));
        } else if (node.up && !stopped) {
            agent.process().after(RETRY_MICROS, () -> {
                if (!keeper.mayServe(agent.clockNanos())) {
                    fence(node);
                }
            });
        }
    }

    private void ask(LeaseEffect.Ask ask, Endorser endorser) {
        EndorseRequest request =
                new EndorseRequest(ask.round(), endorser.node(), ask.primary(), ask.runId(), ask.timing());
        cluster.agentBeside(endorser.node()).ifPresent(other -> cluster.network()
                .send(
                        agent.name(),
                        other.name(),
                        () -> other.endorse(cluster.codec().coded(request), this)));
    }

    /** Another agent asks. */
    void answer(EndorseRequest request, FakeGuard asker) {
        EndorseReply reply = promises.answer(request, agent.lastView(), agent.clockNanos());
        cluster.trace(() -> agent.name() + " asked by " + asker.agent.name() + " to endorse " + request.runId() + ": "
                + reply.promised());
        cluster.network().send(agent.name(), asker.agent.name(), () -> asker.agent
                .process()
                .run(() -> asker.step(new LeaseEvent.Answered(reply.round(), reply.node(), reply.promised()))));
    }
}
