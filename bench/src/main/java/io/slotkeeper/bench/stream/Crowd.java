package io.slotkeeper.bench.stream;

import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.Disposable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many WebSocket clients of one coordinator's stream. Each must see every version once and in order; whatever else happens
 * is a fault. Thread-safe.
 */
final class Crowd implements Disposable {
    private static final int EVENT_LOOPS = 2;
    private static final long JOIN_SECONDS = 120;
    private static final long CLOSE_SECONDS = 20;
    private static final int FAULTS_KEPT = 5;

    private final int size;
    private final Vertx vertx;
    private final Map<Long, Arrivals> arrivals = new ConcurrentHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private int faultCount;
    private volatile boolean closing;

    private Crowd(int size) {
        this.size = size;
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
    }

    /**
     * Connects all of them and waits for their first frames.
     *
     * @throws BenchFailure if one cannot connect
     */
    static Crowd join(URI coordinator, int size) {
        Crowd crowd = new Crowd(size);
        AtomicInteger places = new AtomicInteger();
        try {
            crowd.vertx
                    .deployVerticle(
                            () -> new CrowdVerticle(crowd, coordinator, share(size, places.getAndIncrement())),
                            new DeploymentOptions().setInstances(EVENT_LOOPS))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(JOIN_SECONDS, TimeUnit.SECONDS);
            return crowd;
        } catch (ExecutionException | TimeoutException e) {
            crowd.close();
            throw new BenchFailure("Not all of " + size + " subscribers could connect: " + e + ".", e);
        } catch (InterruptedException e) {
            crowd.close();
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted.", e);
        }
    }

    private static int share(int size, int place) {
        return size / EVENT_LOOPS + (place < size % EVENT_LOOPS ? 1 : 0);
    }

    /** A subscriber has it. */
    void arrived(long version, long nanos) {
        arrivals.computeIfAbsent(version, v -> new Arrivals(size)).add(nanos);
    }

    /** Something that does not happen in a good run. */
    synchronized void fault(String text) {
        if (!closing) {
            faultCount++;
            if (faults.size() < FAULTS_KEPT) {
                faults.add(text);
            }
        }
    }

    /** The first faults, one sentence each. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** How many there were. */
    synchronized int faultCount() {
        return faultCount;
    }

    /**
     * Waits until all have a version.
     *
     * @return its arrivals, which are forgotten here
     * @throws BenchFailure when the time is over
     */
    Arrivals await(long version, long timeoutMillis) {
        Arrivals wanted = arrivals.computeIfAbsent(version, v -> new Arrivals(size));
        try {
            if (!wanted.awaitAll(timeoutMillis)) {
                throw new BenchFailure(wanted.missing() + " of " + size + " subscribers do not have version " + version
                        + " after " + timeoutMillis + " ms. " + String.join(" ", faults()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted.", e);
        }
        arrivals.remove(version);
        return wanted;
    }

    @Override
    public void close() {
        closing = true;
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The process is about to end, and its sockets with it.
            return;
        }
    }
}
