package io.slotkeeper.agent.guard;

import io.slotkeeper.agent.command.Guardian;
import io.slotkeeper.agent.node.NodeSettings;
import io.slotkeeper.agent.node.NodeState;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.codec.MalformedEncodingException;
import io.slotkeeper.core.lease.LeaseEffect;
import io.slotkeeper.core.lease.LeaseEvent;
import io.slotkeeper.core.lease.LeaseKeeper;
import io.slotkeeper.core.lease.Promises;
import io.slotkeeper.core.protocol.EndorseReply;
import io.slotkeeper.core.protocol.EndorseRequest;
import io.slotkeeper.core.protocol.Endorser;
import io.slotkeeper.core.protocol.Guarding;
import io.slotkeeper.core.protocol.LeaseGrant;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.protocol.ViewDigest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around the core's {@link LeaseKeeper} and {@link Promises}: feeds them leases, answers, the node's state and the
 * time, and carries out what they decide. All on the agent's event loop.
 */
public final class LeaseGuard implements Guardian {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseGuard.class);
    private static final long RETRY_MILLIS = 20;
    private static final long LAST_LOOK_MILLIS = 10;

    private final Vertx vertx;
    private final NodeWatch node;
    private final NodeSettings settings;
    private final Endorsements endorsements;
    private LeaseKeeper keeper = new LeaseKeeper(LeaseTiming.defaults());
    private final Promises promises = new Promises(System.nanoTime());
    private Optional<MessageConsumer<byte[]>> consumer = Optional.empty();
    private long timer = -1;
    private boolean stopped;
    private long releasedNanos = Long.MIN_VALUE;

    /**
     * Guards nothing before {@link #start}.
     *
     * @param host address to bind to, where other agents reach this one
     */
    public LeaseGuard(Vertx vertx, String host, NodeWatch node, NodeSettings settings) {
        this.vertx = vertx;
        this.node = node;
        this.settings = settings;
        this.endorsements = new Endorsements(vertx, host);
    }

    /** Takes leases at an address of the event bus, and questions of other agents at a port. */
    public Future<Void> start(String leaseAddress) {
        MessageConsumer<byte[]> leases = vertx.eventBus().consumer(leaseAddress, this::received);
        consumer = Optional.of(leases);
        return endorsements.start(this::answer).compose(listening -> leases.completion());
    }

    /** Guards nothing any more, and leaves the node as it is. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return consumer.map(MessageConsumer::unregister)
                .orElse(Future.succeededFuture())
                .eventually(endorsements::stop);
    }

    /** What the agent can do, for its reports. */
    public Guarding guarding() {
        return new Guarding(
                node.process().canKill(),
                endorsements.host(),
                endorsements.port(),
                0,
                ViewDigest.ofNodes(keeper.askedReplicas()));
    }

    /** The node's state may have changed. */
    public void stateRead() {
        NodeState state = node.state();
        if (state.process() == ProcessState.GONE) {
            step(new LeaseEvent.NodeGone());
        } else if (state.process() == ProcessState.UP && node.isViewFresh()) {
            state.view().ifPresent(this::seen);
        }
    }

    private void seen(NodeView view) {
        boolean primary = view.role() == NodeRole.PRIMARY && !view.slots().isEmpty();
        step(new LeaseEvent.NodeSeen(view.id(), view.runId(), primary, view.fenced()));
    }

    private void received(Message<byte[]> message) {
        if (message.body().length == 0) {
            // A follower that may lead soon keeps its way to this agent open.
            return;
        }
        try {
            LeaseGrant grant = LeaseGrant.decode(message.body());
            if (grant.sentNanos() > releasedNanos) {
                step(new LeaseEvent.Granted(grant));
            }
        } catch (MalformedEncodingException e) {
            LOG.warn("A lease could not be read: {}", e.getMessage());
        }
    }

    private EndorseReply answer(EndorseRequest request) {
        EndorseReply reply = promises.answer(request, node.state().view(), System.nanoTime());
        LOG.debug("Asked to endorse {}: {} {}", request.primary(), reply.promised(), reply.text());
        return reply;
    }

    @Override
    public Optional<String> objection(Order.Promote order) {
        return promises.objection(order, System.nanoTime());
    }

    @Override
    public void promoting(Order.Promote order) {
        node.state()
                .view()
                .ifPresent(view -> step(new LeaseEvent.Promoted(view.runId(), System.nanoTime(), order.timing())));
    }

    @Override
    public void fencedByOrder(long epoch) {
        step(new LeaseEvent.FenceOrdered(epoch));
    }

    @Override
    public void writesPaused(long untilNanos) {
        step(new LeaseEvent.WritesPaused(untilNanos));
    }

    @Override
    public void writesResumed() {
        step(new LeaseEvent.WritesResumed());
    }

    @Override
    public void unfencedByOrder() {
        step(new LeaseEvent.UnfenceOrdered());
    }

    @Override
    public boolean isFenced() {
        return keeper.isFenced();
    }

    @Override
    public boolean mayUnfence(long epoch) {
        return keeper.mayUnfence(epoch, System.nanoTime());
    }

    @Override
    public void released() {
        releasedNanos = System.nanoTime();
        vertx.cancelTimer(timer);
        keeper = new LeaseKeeper(LeaseTiming.defaults());
    }

    private void step(LeaseEvent event) {
        if (!stopped) {
            keeper.step(event, System.nanoTime()).forEach(this::perform);
        }
    }

    private void perform(LeaseEffect effect) {
        if (effect instanceof LeaseEffect.WakeAt wake) {
            wakeAt(wake.nanos());
        } else if (effect instanceof LeaseEffect.Ask ask) {
            ask.endorsers().forEach(endorser -> ask(ask, endorser));
        } else if (effect instanceof LeaseEffect.Fence) {
            LOG.warn("The node has neither a lease nor the endorsement of all its replicas' agents: it is fenced");
            fence();
        } else if (effect instanceof LeaseEffect.Unfence) {
            LOG.info("The node may accept writes again");
            unfence();
        } else if (effect instanceof LeaseEffect.Kill kill) {
            // An agent that was not run in time may have the answer to its fence unread behind its timers.
            vertx.setTimer(LAST_LOOK_MILLIS, fired -> killUnlessFenced(kill.runId()));
        }
    }

    private void killUnlessFenced(String runId) {
        if (!stopped && keeper.isFencing()) {
            node.process()
                    .kill(runId)
                    .onFailure(e -> LOG.error("The node could neither be fenced nor killed: {}", e.getMessage()));
        }
    }

    private void wakeAt(long nanos) {
        vertx.cancelTimer(timer);
        long millis = Math.max(1, (nanos - System.nanoTime() + 999_999) / 1_000_000);
        timer = vertx.setTimer(millis, fired -> step(new LeaseEvent.Tick()));
    }

    private void fence() {
        node.runAndRead(List.of(Requests.configSet(NodeSettings.MIN_REPLICAS, settings.fenced())))
                .map(replies -> !replies.get(0).isError())
                .otherwise(false)
                .onSuccess(done -> {
                    step(new LeaseEvent.FenceEnded(done));
                    if (!done) {
                        vertx.setTimer(RETRY_MILLIS, fired -> fenceAgain());
                    }
                });
    }

    /** Until it may serve again, is nobody's business, or was killed: the keeper knows. */
    private void fenceAgain() {
        if (!stopped && !keeper.mayServe(System.nanoTime())) {
            fence();
        }
    }

    private void unfence() {
        node.runAndRead(List.of(Requests.configSet(NodeSettings.MIN_REPLICAS, settings.unfenced())))
                .onFailure(e -> LOG.warn("The node's fence could not be lifted: {}", e.getMessage()));
    }

    private void ask(LeaseEffect.Ask ask, Endorser endorser) {
        EndorseRequest request =
                new EndorseRequest(ask.round(), endorser.node(), ask.primary(), ask.runId(), ask.timing());
        endorsements
                .ask(endorser, request)
                .onSuccess(reply -> step(new LeaseEvent.Answered(reply.round(), reply.node(), reply.promised())))
                .onFailure(e -> LOG.debug("No endorsement from the agent of {}: {}", endorser.node(), e.getMessage()));
    }
}
