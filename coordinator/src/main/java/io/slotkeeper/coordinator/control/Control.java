package io.slotkeeper.coordinator.control;

import io.micrometer.core.instrument.MeterRegistry;
import io.slotkeeper.bus.BusMember;
import io.slotkeeper.bus.ClusterBus;
import io.slotkeeper.coordinator.api.CoordinatorOperations;
import io.slotkeeper.coordinator.consensus.ConsensusLog;
import io.slotkeeper.coordinator.publish.SlotMapPublisher;
import io.slotkeeper.core.control.ClusterOverview;
import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.control.ControlLoop;
import io.slotkeeper.core.control.ControlOptions;
import io.slotkeeper.core.control.CustodyRequest;
import io.slotkeeper.core.control.CustodyResult;
import io.slotkeeper.core.control.DrillRequest;
import io.slotkeeper.core.control.DrillResult;
import io.slotkeeper.core.control.OperationRequest;
import io.slotkeeper.core.control.OperationResult;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.control.UpkeepResult;
import io.slotkeeper.core.protocol.DrillPermission;
import io.slotkeeper.core.record.ClusterState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The deciding part of a coordinator: the control loop, its shell and what the interfaces ask of it. Create it first, give
 * its {@link #listener()} to the log, then start it. Methods may be called from any thread.
 */
public final class Control implements CoordinatorOperations {
    private final String id;
    private final Set<String> peers;
    private final ControlOptions options;
    private final ControlMetrics metrics;
    private final LeaderDrill leaderDrill;
    private final Inbox inbox = new Inbox();
    private volatile ClusterState state = ClusterState.initial();
    private volatile ControlVerticle verticle;
    private ConsensusLog log;
    private PromotionCalls promotions;
    private UpkeepCalls upkeep;
    private OperationCalls operations;
    private CustodyCalls custody;
    private DrillCalls drills;
    private Patience patience;

    /**
     * Decides nothing yet.
     *
     * @param id of this coordinator
     * @param peers ids of all coordinators of the group, this one included
     * @param drills which faults it makes on purpose, or has its agents make, when asked
     */
    public Control(
            String id, Set<String> peers, ControlOptions options, DrillPermission drills, MeterRegistry registry) {
        this.id = id;
        this.peers = Set.copyOf(peers);
        this.options = options;
        this.leaderDrill = new LeaderDrill(id, peers.size(), drills);
        this.metrics = new ControlMetrics(registry);
    }

    /** Hears the log, from its very first word. */
    public ConsensusLog.Listener listener() {
        return new LogEvents(inbox, event -> verticle.step(event));
    }

    /** Begins to decide. */
    public Future<Void> start(ClusterBus bus, ConsensusLog consensus, SlotMapPublisher publisher) {
        log = consensus;
        promotions = new PromotionCalls(bus.vertx().eventBus());
        upkeep = new UpkeepCalls(bus.vertx().eventBus());
        operations = new OperationCalls(bus.vertx().eventBus());
        custody = new CustodyCalls(bus.vertx().eventBus());
        drills = new DrillCalls(bus.vertx().eventBus());
        patience = new Patience(bus.vertx());
        ControlPorts ports = new ControlPorts(id, peers, inbox, consensus, publisher, next -> state = next);
        verticle = new ControlVerticle(new ControlLoop(options), ports, leaderDrill, metrics);
        bus.onLeft(this::memberLeft);
        return bus.vertx()
                .deployVerticle(verticle)
                .compose(deployment -> promotions.serve(id, this::promoteHere))
                .compose(serving -> upkeep.serve(id, this::upkeepHere))
                .compose(serving -> operations.serve(id, this::operateHere))
                .compose(serving -> custody.serve(id, this::wishHere))
                .compose(serving -> drills.serve(id, this::drillHere));
    }

    /** Takes nothing in any more. To be called before the event bus is closed. */
    public void stop() {
        inbox.close();
    }

    private void memberLeft(BusMember member) {
        if (member.role() == BusMember.Role.AGENT) {
            inbox.put(() -> verticle.step(new ControlEvent.AgentDeparted(member.name())));
        }
    }

    /** A version of the slot map has reached its subscribers. */
    public void published(long version, long micros) {
        inbox.put(() -> verticle.published(version, micros));
    }

    /** Whether what is published now is news of this coordinator's own term, and no replay of the log. */
    public boolean leads() {
        return verticle.leading();
    }

    @Override
    public ClusterState state() {
        return state;
    }

    @Override
    public Future<ClusterOverview> overview() {
        return onLoop(() -> Future.succeededFuture(verticle.overview()));
    }

    @Override
    public Future<PromotionResult> promote(PromotionRequest request) {
        return patience.until(() -> atLeader(promotions, request, this::promoteHere), Control::lacksLeader);
    }

    @Override
    public Future<UpkeepResult> upkeep(UpkeepRequest request) {
        return patience.until(() -> atLeader(upkeep, request, this::upkeepHere), Control::lacksLeader);
    }

    @Override
    public Future<OperationResult> operate(OperationRequest request) {
        return patience.until(() -> atLeader(operations, request, this::operateHere), Control::lacksLeader);
    }

    @Override
    public Future<CustodyResult> wish(CustodyRequest request) {
        return patience.until(() -> atLeader(custody, request, this::wishHere), Control::lacksLeader);
    }

    /** Nothing was done, and the next leader may be there in a moment. */
    private static boolean lacksLeader(PromotionResult result) {
        return result instanceof PromotionResult.Refused refused && refused.code() == RefusalCode.NOT_LEADER;
    }

    private static boolean lacksLeader(CustodyResult result) {
        return result instanceof CustodyResult.Refused refused && refused.code() == RefusalCode.NOT_LEADER;
    }

    private static boolean lacksLeader(UpkeepResult result) {
        return result instanceof UpkeepResult.Refused refused && refused.code() == RefusalCode.NOT_LEADER;
    }

    private static boolean lacksLeader(OperationResult result) {
        return result instanceof OperationResult.Refused refused && refused.code() == RefusalCode.NOT_LEADER;
    }

    private <Q, A> Future<A> atLeader(LeaderCalls<Q, A> calls, Q request, Function<Q, Future<A>> here) {
        Optional<String> leader = leader();
        if (log.isLeader() || leader.filter(id::equals).isPresent()) {
            return here.apply(request);
        }
        return leader.map(other -> calls.forward(other, request))
                .orElseGet(() -> Future.succeededFuture(
                        calls.noLeader("the coordinators have no leader at the moment; try again")));
    }

    private Future<PromotionResult> promoteHere(PromotionRequest request) {
        return onLoop(() -> verticle.promote(request));
    }

    private Future<UpkeepResult> upkeepHere(UpkeepRequest request) {
        return onLoop(() -> verticle.upkeep(request));
    }

    private Future<OperationResult> operateHere(OperationRequest request) {
        return onLoop(() -> verticle.operate(request));
    }

    private Future<CustodyResult> wishHere(CustodyRequest request) {
        return onLoop(() -> verticle.wish(request));
    }

    /** Not repeated for a leader that is being elected: the cluster is not healthy then. */
    @Override
    public Future<DrillResult> drill(DrillRequest request) {
        return atLeader(drills, request, this::drillHere);
    }

    private Future<DrillResult> drillHere(DrillRequest request) {
        return leaderDrill
                .refusal(request)
                .map(Future::succeededFuture)
                .orElseGet(() -> onLoop(() -> verticle.drill(request)));
    }

    /** Runs on the control loop's context, and completes on the caller's when it has one. */
    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        Context caller = Vertx.currentContext();
        inbox.put(() -> Future.succeededFuture().compose(v -> work.get()).onComplete(result -> {
            if (caller == null) {
                promise.handle(result);
            } else {
                caller.runOnContext(v -> promise.handle(result));
            }
        }));
        return promise.future();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<String> leader() {
        return log.leader();
    }
}
