package io.slotkeeper.coordinator;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Runs a blocking call on a thread of its own, for when no Vert.x worker is there to do it. */
public final class Blocking {
    private Blocking() {}

    /**
     * Starts the call.
     *
     * @param name of the thread
     */
    public static <T> Future<T> call(String name, Supplier<T> call) {
        Promise<T> promise = Promise.promise();
        Thread thread = new Thread(
                () -> {
                    try {
                        promise.complete(call.get());
                    } catch (RuntimeException e) {
                        promise.fail(e);
                    }
                },
                name);
        thread.start();
        return promise.future();
    }
}
