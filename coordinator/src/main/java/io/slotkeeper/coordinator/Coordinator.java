package io.slotkeeper.coordinator;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.bus.BusMember;
import io.slotkeeper.bus.BusOptions;
import io.slotkeeper.bus.ClusterBus;
import io.slotkeeper.bus.HazelcastBus;
import io.slotkeeper.coordinator.api.ApiServices;
import io.slotkeeper.coordinator.api.EventBusApi;
import io.slotkeeper.coordinator.api.HttpApi;
import io.slotkeeper.coordinator.api.HttpApiOptions;
import io.slotkeeper.coordinator.api.TcpBridge;
import io.slotkeeper.coordinator.consensus.Admission;
import io.slotkeeper.coordinator.consensus.ConsensusLog;
import io.slotkeeper.coordinator.consensus.ConsensusOptions;
import io.slotkeeper.coordinator.consensus.RatisConsensusLog;
import io.slotkeeper.coordinator.control.Control;
import io.slotkeeper.coordinator.group.CoordinatorGroup;
import io.slotkeeper.coordinator.publish.CoordinatorMetrics;
import io.slotkeeper.coordinator.publish.SlotMapPublisher;
import io.slotkeeper.coordinator.rehearsal.Rehearsal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One coordinator: the log and the event bus start side by side (in a group, the log waits until the others were asked over
 * the bus), then the control loop, then the interfaces. What was
 * started is stopped in reverse order, also when a later part fails to start.
 *
 * <p>Methods may be called from any thread.
 */
public final class Coordinator {
    private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);
    private static final int HTTP_EVENT_LOOPS = 2;
    /** More often than the JVM interprets a method before it compiles it. */
    private static final int REHEARSED_ROUNDS = 250;

    private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long CATCH_UP_POLL_MILLIS = 20;
    /** Name of a Raft group of one; larger ones draw theirs. */
    private static final String GROUP = "slotkeeper";

    private final CoordinatorOptions options;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Deque<Supplier<Future<Void>>> stops = new ArrayDeque<>();
    private final Promise<Void> cancelled = Promise.promise();
    private final Control control;
    private ConsensusLog log;
    private HttpApi http;

    private Coordinator(CoordinatorOptions options) {
        this.options = options;
        this.control =
                new Control(options.id(), options.peers().keySet(), options.control(), options.drills(), registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /**
     * Starts a coordinator.
     *
     * @return completes when its interfaces listen. Fails, with everything stopped again, when a port is taken, the data
     *     directory cannot be used, or the cluster cannot be joined; the exception names the remedy
     */
    public static Future<Coordinator> start(CoordinatorOptions options) {
        return starting(options).future();
    }

    /**
     * A coordinator that is being started.
     *
     * @param future as of {@link #start}
     * @param giveUp ends its waiting for the others of its group, so that the future completes or fails soon; may be called
     *     from any thread, also later
     */
    public record Start(Future<Coordinator> future, Runnable giveUp) {}

    /** As {@link #start}, with a handle that can give up. */
    public static Start starting(CoordinatorOptions options) {
        Coordinator coordinator = new Coordinator(options);
        Future<Coordinator> started = coordinator.startParts().map(coordinator).recover(failure -> coordinator
                .stop()
                .transform(stopped -> Future.failedFuture(failure)));
        return new Start(started, coordinator.cancelled::tryComplete);
    }

    private Future<Void> startParts() {
        Future<ClusterBus> joining = HazelcastBus.start(busOptions()).onSuccess(bus -> onStop(bus::close));
        // Beside it, since it waits for others most of the time.
        Future<Integer> rehearsing = Blocking.call("rehearse", () -> Rehearsal.play(REHEARSED_ROUNDS));
        Future<ClusterBus> ready = Future.join(joining, rehearsing).map(v -> joining.result());
        return isAlone() ? startAlone(ready) : ready.compose(this::startInGroup);
    }

    private boolean isAlone() {
        return options.peers().size() == 1;
    }

    private Future<Void> startAlone(Future<ClusterBus> ready) {
        Future<ConsensusLog> opening = open(Admission.alone(GROUP));
        return Future.join(opening, ready).compose(v -> serve(opening.result(), ready.result()));
    }

    /** One after the other: nobody votes before the others were asked. */
    private Future<Void> startInGroup(ClusterBus bus) {
        CoordinatorGroup group = new CoordinatorGroup(bus, options.id(), options.peers(), options.replace());
        cancelled.future().onSuccess(v -> group.cancel());
        return open(group)
                .compose(opened -> {
                    group.opened(opened);
                    return opened.replacing()
                            ? Blocking.call("rejoin", () -> {
                                group.rejoin(opened);
                                return opened;
                            })
                            : Future.succeededFuture(opened);
                })
                .compose(opened -> serve(opened, bus));
    }

    private Future<ConsensusLog> open(Admission admission) {
        return RatisConsensusLog.start(consensusOptions(), admission, control.listener())
                .onSuccess(this::logStarted);
    }

    private void logStarted(ConsensusLog started) {
        log = started;
        // Closing blocks; the log's own thread must not wait for itself, nor may an event loop.
        onStop(() -> Blocking.call("close-log", () -> {
            started.close();
            return null;
        }));
    }

    private Future<Void> serve(ConsensusLog consensus, ClusterBus bus) {
        Vertx vertx = bus.vertx();
        SlotMapPublisher publisher = new SlotMapPublisher(
                vertx.eventBus(), control::leads, new CoordinatorMetrics(registry), control::published);
        EventBusApi busApi = new EventBusApi(vertx, control, publisher);
        onStop(() -> {
            control.stop();
            return Future.succeededFuture();
        });
        return control.start(bus, consensus, publisher)
                .compose(v -> isAlone() ? Future.succeededFuture() : catchUp(vertx, consensus))
                .compose(v -> HttpApi.start(
                        vertx,
                        new ApiServices(control, publisher, registry),
                        new HttpApiOptions(options.host(), options.httpPort(), HTTP_EVENT_LOOPS)))
                .compose(api -> {
                    http = api;
                    onStop(api::close);
                    return busApi.start();
                })
                .compose(v -> startBridge(vertx))
                .onSuccess(v ->
                        LOG.info("Coordinator {} serves at http://{}:{}.", options.id(), options.host(), httpPort()));
    }

    /**
     * Serves nobody before this coordinator knows what its leader knows: the map must not go back in the eyes of those who
     * come from another one. Without a leader there is nothing to wait for; but a leader may take some seconds to find one that
     * comes back, on a busy machine more than three.
     */
    private Future<Void> catchUp(Vertx vertx, ConsensusLog consensus) {
        Promise<Void> caughtUp = Promise.promise();
        long deadline = System.nanoTime() + CATCH_UP_NANOS;
        vertx.setPeriodic(CATCH_UP_POLL_MILLIS, timer -> {
            boolean late = System.nanoTime() - deadline > 0;
            if (consensus.caughtUp() || late) {
                vertx.cancelTimer(timer);
                if (late) {
                    LOG.warn("Coordinator {} serves without having heard of a leader.", options.id());
                }
                caughtUp.complete();
            }
        });
        return caughtUp.future();
    }

    private Future<Void> startBridge(Vertx vertx) {
        return options.bridgePort() == 0
                ? Future.succeededFuture()
                : TcpBridge.start(vertx, options.host(), options.bridgePort())
                        .onSuccess(bridge -> onStop(bridge::close))
                        .mapEmpty();
    }

    private ConsensusOptions consensusOptions() {
        return new ConsensusOptions(options.id(), new TreeMap<>(options.peers()), options.dataDir());
    }

    private BusOptions busOptions() {
        return new BusOptions(
                new BusMember(options.id(), BusMember.Role.COORDINATOR, options.zone()),
                options.host(),
                options.clusterPort(),
                options.seeds(),
                Optional.of(registry));
    }

    private synchronized void onStop(Supplier<Future<Void>> stop) {
        stops.push(stop);
    }

    /**
     * Hands the leadership over, then stops all parts, the last started first; goes on when one fails, and then fails with
     * that.
     */
    public synchronized Future<Void> stop() {
        Future<Void> all = log == null
                ? Future.succeededFuture()
                : Blocking.call("hand-over", log::handOver).mapEmpty();
        while (!stops.isEmpty()) {
            Supplier<Future<Void>> next = stops.pop();
            all = all.transform(before -> next.get()
                    .compose(v -> before.succeeded() ? Future.succeededFuture() : Future.failedFuture(before.cause())));
        }
        return all;
    }

    /** The port of REST and WebSocket. */
    public int httpPort() {
        return http.port();
    }

    /** What it knows and can be asked. */
    public Control control() {
        return control;
    }

    /** Completes, with a sentence for the user, when it cannot go on by itself and should be stopped. */
    public CompletionStage<String> ended() {
        return log.failed().thenApply(reason -> "Coordinator " + options.id() + " cannot go on: " + reason + ".");
    }

    /** Whether it leads the group. */
    public boolean isLeader() {
        return log.isLeader();
    }
}
