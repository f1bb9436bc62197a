package io.slotkeeper.coordinator.control;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Hands work to a context in the order in which it came, and keeps what comes before there is a context: the log starts
 * beside the event bus, not after it. What comes after the end is dropped: the log stops after the event bus, and tells of
 * the end of its leadership. Safe for any thread.
 */
final class Inbox {
    private final Queue<Runnable> early = new ArrayDeque<>();
    private Context context;
    private boolean closed;

    synchronized void attach(Context target) {
        context = target;
        early.forEach(work -> target.runOnContext(v -> work.run()));
        early.clear();
    }

    synchronized void close() {
        closed = true;
        early.clear();
    }

    synchronized void put(Runnable work) {
        if (closed) {
            return;
        }
        if (context == null) {
            early.add(work);
        } else {
            context.runOnContext(v -> work.run());
        }
    }
}
