package io.slotkeeper.coordinator.control;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Repeats what certainly did nothing while the coordinators have no leader, for as long as an election takes. */
final class Patience {
    private static final long PAUSE_MILLIS = 50;
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Vertx vertx;

    Patience(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Attempts until the result is another one, or three seconds have passed. Completes on the context of the last attempt.
     *
     * @param vain tells the results after which another attempt makes sense and is safe
     */
    <T> Future<T> until(Supplier<Future<T>> attempt, Predicate<T> vain) {
        return until(attempt, vain, System.nanoTime() + WITHIN_NANOS);
    }

    private <T> Future<T> until(Supplier<Future<T>> attempt, Predicate<T> vain, long deadline) {
        return attempt.get()
                .compose(result -> vain.test(result) && System.nanoTime() - deadline < 0
                        ? pause().compose(v -> until(attempt, vain, deadline))
                        : Future.succeededFuture(result));
    }

    private Future<Void> pause() {
        Promise<Void> paused = Promise.promise();
        vertx.setTimer(PAUSE_MILLIS, timer -> paused.complete());
        return paused.future();
    }
}
