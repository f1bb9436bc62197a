package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.codec.MalformedEncodingException;
import io.slotkeeper.core.control.ClusterOverview;
import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.control.ControlLoop;
import io.slotkeeper.core.control.CustodyRequest;
import io.slotkeeper.core.control.CustodyResult;
import io.slotkeeper.core.control.DrillRequest;
import io.slotkeeper.core.control.DrillResult;
import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.control.OperationRequest;
import io.slotkeeper.core.control.OperationResult;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.control.UpkeepResult;
import io.slotkeeper.core.protocol.Addresses;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.PrimaryActivated;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around the control loop: feeds it events, one at a time on one event loop, and carries out its effects.
 *
 * <pre>
 * event bus reports ─┐                       ┌─ propose → consensus log
 * log, membership   ─┼→ ControlLoop.step() ──┼─ send    → agents
 * ticks, requests   ─┘                       └─ answer, note, probe, metrics
 * </pre>
 */
final class ControlVerticle extends VerticleBase implements Effect.Handler {
    /** Rhythm of ticks in milliseconds, the same as that of heartbeats. */
    private static final long TICK_MILLIS = 100;

    private static final int TICKS_PER_OBSERVATION = 10;
    private static final Logger LOG = LoggerFactory.getLogger(ControlVerticle.class);

    private final ControlLoop loop;
    private final ControlPorts ports;
    private final LeaderDrill leaderDrill;
    private final ControlMetrics metrics;
    private final PendingAnswers<PromotionResult> requests = new PendingAnswers<>(new PromotionResult.Refused(
            RefusalCode.OUTCOME_UNKNOWN, "this coordinator is stopping; look at the shard before repeating"));
    private final PendingAnswers<OperationResult> operations = new PendingAnswers<>(new OperationResult.Refused(
            RefusalCode.OUTCOME_UNKNOWN, "this coordinator is stopping; look at the operations before repeating"));
    private final PendingAnswers<CustodyResult> wishes = new PendingAnswers<>(new CustodyResult.Refused(
            RefusalCode.OUTCOME_UNKNOWN,
            "this coordinator is stopping; look at the status before repeating the request"));
    private final PendingAnswers<UpkeepResult> upkeepRequests = new PendingAnswers<>(new UpkeepResult.Refused(
            RefusalCode.OUTCOME_UNKNOWN, "this coordinator is stopping; look at the status before repeating"));
    private final PendingAnswers<DrillResult> drills = new PendingAnswers<>(new DrillResult.Refused(
            RefusalCode.OUTCOME_UNKNOWN, "this coordinator is stopping; look at the history before repeating"));
    private final Map<Long, PrimaryActivated> unpublished = new HashMap<>();
    private CommandSender commands;
    private NodeProber prober;
    private LeadershipCheck leadership;
    private OpenWays ways;
    private long nextRequest = 1;
    private long lastTickNanos;
    private long ticks;
    private long term;
    private volatile boolean leading;

    ControlVerticle(ControlLoop loop, ControlPorts ports, LeaderDrill leaderDrill, ControlMetrics metrics) {
        this.loop = loop;
        this.ports = ports;
        this.leaderDrill = leaderDrill;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        commands = new CommandSender(vertx.eventBus(), this::step);
        prober = new NodeProber(vertx, this::step);
        leadership = new LeadershipCheck(vertx.eventBus(), ports, this::later);
        ways = new OpenWays(vertx.eventBus(), ports);
        lastTickNanos = System.nanoTime();
        vertx.setPeriodic(TICK_MILLIS, timer -> tick());
        ports.inbox().attach(context);
        return leadership.serve().compose(served -> vertx.eventBus()
                .<byte[]>consumer(Addresses.REPORTS, this::reported)
                .completion());
    }

    private void reported(Message<byte[]> message) {
        try {
            AgentReport report = AgentReport.decode(message.body());
            step(new ControlEvent.ReportReceived(report));
            if (!leading) {
                ways.heard(report.identity());
            }
        } catch (MalformedEncodingException e) {
            LOG.warn("Ignored a message at {} that is no report: {}", message.address(), e.getMessage());
        }
    }

    private void tick() {
        long now = System.nanoTime();
        long lagMillis = Math.max(0, (now - lastTickNanos) / 1_000_000 - TICK_MILLIS);
        lastTickNanos = now;
        metrics.loopLag(lagMillis);
        step(new ControlEvent.Tick(lagMillis));
        if (!leading) {
            ways.tick();
        }
        if (++ticks % TICKS_PER_OBSERVATION == 0) {
            metrics.observe(overview());
        }
    }

    /** Takes in one event. Only on this verticle's context. */
    void step(ControlEvent event) {
        if (event instanceof ControlEvent.LeadershipGained gained) {
            term = gained.term();
            leads(true);
        } else if (event instanceof ControlEvent.LeadershipLost) {
            leads(false);
        }
        List<Effect> effects = loop.step(event, Clock.now());
        // What others wait for goes out before what only tells of it.
        effects.stream().filter(ControlVerticle::isWaitedFor).forEach(this::perform);
        publishChange(event);
        effects.stream().filter(effect -> !isWaitedFor(effect)).forEach(this::perform);
    }

    private static boolean isWaitedFor(Effect effect) {
        return effect instanceof Effect.Propose || effect instanceof Effect.Send;
    }

    /** One effect that fails must not take the others with it, and the loop must not wait for it for ever. */
    private void perform(Effect effect) {
        try {
            effect.accept(this);
        } catch (RuntimeException e) {
            LOG.error("{} failed", effect, e);
            if (effect instanceof Effect.Propose propose) {
                later(new ControlEvent.ProposalFailed(propose.record(), String.valueOf(e.getMessage())));
            } else if (effect instanceof Effect.Send send) {
                later(new ControlEvent.CommandLost(send.command().id(), true));
            }
        }
    }

    private void later(ControlEvent event) {
        ports.inbox().put(() -> step(event));
    }

    private void leads(boolean leads) {
        leading = leads;
        metrics.leads(leads);
        NoteLog.leadership(leads, term);
    }

    private void publishChange(ControlEvent event) {
        if (event instanceof ControlEvent.RecordApplied applied) {
            ports.stateChanged(applied.outcome().state());
            applied.outcome().delta().ifPresent(delta -> {
                if (applied.record() instanceof PrimaryActivated activated && leading) {
                    unpublished.put(delta.version(), activated);
                }
                ports.publisher().published(applied.outcome().state().map(), delta);
            });
        } else if (event instanceof ControlEvent.StateReplaced replaced) {
            stateReplaced(replaced.state());
        } else if (event instanceof ControlEvent.LeadershipGained gained) {
            stateReplaced(gained.state());
            ports.publisher().leads();
        }
    }

    private void stateReplaced(ClusterState state) {
        ports.stateChanged(state);
        ports.publisher().replaced(state.map());
    }

    /** A version has reached its subscribers. */
    void published(long version, long micros) {
        PrimaryActivated activated = unpublished.remove(version);
        if (activated != null) {
            metrics.phase("publish", micros);
            step(new ControlEvent.Published(activated.shard(), activated.epoch(), micros));
        }
    }

    /**
     * Whether it leads, as of the last event taken in. At the start the log runs ahead of the events: it may lead while what
     * was applied long ago is still to be taken in. May be asked from any thread.
     */
    boolean leading() {
        return leading;
    }

    ClusterOverview overview() {
        return loop.overview(Clock.now());
    }

    Future<PromotionResult> promote(PromotionRequest request) {
        long id = nextRequest++;
        Future<PromotionResult> answer = requests.await(id);
        step(new ControlEvent.PromotionRequested(id, request));
        return answer;
    }

    Future<OperationResult> operate(OperationRequest request) {
        long id = nextRequest++;
        Future<OperationResult> answer = operations.await(id);
        step(new ControlEvent.OperationRequested(id, request));
        return answer;
    }

    Future<CustodyResult> wish(CustodyRequest request) {
        long id = nextRequest++;
        Future<CustodyResult> answer = wishes.await(id);
        step(new ControlEvent.CustodyRequested(id, request));
        return answer;
    }

    @Override
    public void answer(Effect.CustodyAnswer effect) {
        wishes.answer(effect.requestId(), effect.result());
    }

    Future<UpkeepResult> upkeep(UpkeepRequest request) {
        long id = nextRequest++;
        Future<UpkeepResult> answer = upkeepRequests.await(id);
        step(new ControlEvent.UpkeepRequested(id, request));
        return answer;
    }

    Future<DrillResult> drill(DrillRequest request) {
        long id = nextRequest++;
        Future<DrillResult> answer = drills.await(id);
        step(new ControlEvent.DrillRequested(id, request));
        return answer;
    }

    @Override
    public void answerDrill(Effect.AnswerDrill effect) {
        if (drills.answer(effect.requestId(), effect.result())) {
            leaderDrill.make(vertx, effect.result(), ports.log());
        }
    }

    @Override
    public void propose(Effect.Propose effect) {
        long proposed = System.nanoTime();
        ports.log().propose(effect.record()).whenComplete((outcome, failure) -> {
            if (failure == null) {
                metrics.committed(System.nanoTime() - proposed);
            } else {
                later(new ControlEvent.ProposalFailed(effect.record(), String.valueOf(failure.getMessage())));
            }
        });
    }

    @Override
    public void send(Effect.Send effect) {
        commands.send(effect);
    }

    @Override
    public void probe(Effect.Probe effect) {
        prober.probe(effect.node());
    }

    @Override
    public void answer(Effect.Answer effect) {
        requests.answer(effect.requestId(), effect.result());
    }

    @Override
    public void answer(Effect.OperationAnswer effect) {
        operations.answer(effect.requestId(), effect.result());
    }

    @Override
    public void answer(Effect.UpkeepAnswer effect) {
        upkeepRequests.answer(effect.requestId(), effect.result());
    }

    @Override
    public void note(Effect.Note effect) {
        metrics.noted(effect.code());
        NoteLog.write(effect, loop.state());
    }

    @Override
    public void promoted(Effect.Promoted effect) {
        metrics.promoted(effect);
        NoteLog.write(effect, loop.state());
    }

    @Override
    public void confirmLeadership(Effect.ConfirmLeadership effect) {
        leadership.confirm(effect);
    }

    @Override
    public void grant(Effect.Grant effect) {
        vertx.eventBus().send(effect.address(), effect.grant().encode());
    }

    @Override
    public void wakeUp(Effect.WakeUp effect) {
        vertx.setTimer(effect.afterMillis(), timer -> step(new ControlEvent.Tick(0)));
    }

    @Override
    public Future<?> stop() {
        requests.stop();
        operations.stop();
        wishes.stop();
        upkeepRequests.stop();
        drills.stop();
        return Future.succeededFuture();
    }
}
