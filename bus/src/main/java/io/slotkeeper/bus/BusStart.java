package io.slotkeeper.bus;

import com.hazelcast.partition.NoDataMemberInClusterException;
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
                // The coordinator died or was too slow while this lite member joined: in a cluster of lite members only
                // nobody holds its subscriptions.
                boolean alone = e.getCause() instanceof NoDataMemberInClusterException;
                if (coordinator || !(alone || seedsSilent())) {
                    throw new BusException(
                            "cannot join the cluster through " + options.seeds() + ": "
                                    + e.getCause().getMessage(),
                            e.getCause());
                }
                LOG.info(
                        "The coordinator was lost while {} joined; trying again.",
                        options.self().name());
            }
        }
    }

    private void awaitSeed() throws InterruptedException {
        if (!seedsSilent()) {
            return;
        }
        LOG.info("{} waits for a coordinator at {}.", options.self().name(), options.seeds());
        while (seedsSilent()) {
            LockSupport.parkNanos(SEED_PAUSE_NANOS);
            if (cancelled.get() || Thread.interrupted()) {
                throw new InterruptedException("gave up waiting for a coordinator at " + options.seeds());
            }
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
