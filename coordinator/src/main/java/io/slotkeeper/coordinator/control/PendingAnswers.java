package io.slotkeeper.coordinator.control;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;

/**
 * Requests of one kind that wait for the control loop's answer. Runs on the control loop's context.
 *
 * @param <R> the answer
 */
final class PendingAnswers<R> {
    private final Map<Long, Promise<R>> pending = new HashMap<>();
    private final R whenStopped;

    /**
     * None yet.
     *
     * @param whenStopped the answer to those that are still waiting when this coordinator stops
     */
    PendingAnswers(R whenStopped) {
        this.whenStopped = whenStopped;
    }

    /** The answer to a request that is about to be made. */
    Future<R> await(long requestId) {
        Promise<R> promise = Promise.promise();
        pending.put(requestId, promise);
        return promise.future();
    }

    /** Answers a request; false if nobody waits for it. */
    boolean answer(long requestId, R answer) {
        Promise<R> promise = pending.remove(requestId);
        if (promise != null) {
            promise.complete(answer);
        }
        return promise != null;
    }

    void stop() {
        pending.values().forEach(promise -> promise.complete(whenStopped));
        pending.clear();
    }
}
