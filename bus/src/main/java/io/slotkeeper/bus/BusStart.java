package io.slotkeeper.bus;

import com.hazelcast.config.InvalidConfigurationException;
import com.hazelcast.core.HazelcastException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to join the cluster, on a thread of its own. */
public final class BusStart {
    private static final Logger LOG = LoggerFactory.getLogger(BusStart.class);
    private static final int CONNECT_TIMEOUT_MILLIS = 500;
    private static final long SEED_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final BusOptions options;
    private final Promise<ClusterBus> promise;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final Thread thread;

    BusStart(BusOptions options, Promise<ClusterBus> promise) {
        this.options = options;
        this.promise = promise;
        this.thread = new Thread(this::run, "bus-start-" + options.self().name());
    }

    void begin() {
        thread.start();
    }

    /** Completes when the event bus is usable; see {@link HazelcastBus#start}. */
    public Future<ClusterBus> future() {
        return promise.future();
    }

    /** Gives up waiting for seeds; the future fails. Has no effect once a seed has answered. */
    public void cancel() {
        cancelled.set(true);
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            options.seeds().forEach(HostAddress::parse);
            HostAddress.requireFree(options.host(), options.port());
            promise.complete(join());
        } catch (RuntimeException | InterruptedException e) {
            promise.fail(e);
        }
    }

    private ClusterBus join() throws InterruptedException {
        boolean coordinator = options.self().role() == BusMember.Role.COORDINATOR;
        while (true) {
            if (!coordinator) {
                awaitSeed();
            }
            try {
                return build();
            } catch (ExecutionException e) {
                if (coordinator || !(isPassing(e.getCause()) || seedsSilent())) {
                    throw new BusException(
                            "cannot join the cluster through " + options.seeds() + ": "
                                    + e.getCause().getMessage(),
                            e.getCause());
                }
                LOG.info(
                        "The coordinator was lost while {} joined ({}); trying again.",
                        options.self().name(),
                        e.getCause().getMessage());
                pause(RETRY_PAUSE_NANOS);
            }
        }
    }

    /**
     * The coordinator died, was too slow or merged with others while this lite member joined: in a cluster of lite members
     * only nobody holds its subscriptions, and members that come and go fail each other's calls.
     */
    private static boolean isPassing(Throwable cause) {
        return cause instanceof HazelcastException && !(cause instanceof InvalidConfigurationException);
    }

    private void awaitSeed() throws InterruptedException {
        if (!seedsSilent()) {
            return;
        }
        LOG.info("{} waits for a coordinator at {}.", options.self().name(), options.seeds());
        while (seedsSilent()) {
            pause(SEED_PAUSE_NANOS);
        }
    }

    private void pause(long nanos) throws InterruptedException {
        LockSupport.parkNanos(nanos);
        if (cancelled.get() || Thread.interrupted()) {
            throw new InterruptedException("gave up waiting for a coordinator at " + options.seeds());
        }
    }

    private boolean seedsSilent() {
        return options.seeds().stream().noneMatch(seed -> HostAddress.accepts(seed, CONNECT_TIMEOUT_MILLIS));
    }

    private ClusterBus build() throws InterruptedException, ExecutionException {
        RepublishingClusterManager manager = new RepublishingClusterManager(HazelcastConfiguration.of(options));
        VertxBuilder builder =
                Vertx.builder().with(VertxConfiguration.of(options)).withClusterManager(manager);
        options.registry().ifPresent(registry -> builder.withMetrics(new MicrometerMetricsFactory(registry)));
        Vertx vertx = builder.buildClustered()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        if (options.self().role() != BusMember.Role.COORDINATOR) {
            CoordinatorSearch.begin(manager, options);
        }
        return new HazelcastBus(vertx, manager.getHazelcastInstance());
    }
}
