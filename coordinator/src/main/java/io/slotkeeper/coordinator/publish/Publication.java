package io.slotkeeper.coordinator.publish;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** Counts the groups that have yet to serve a change, and tells when the last one has. */
final class Publication {
    private final AtomicInteger groupsLeft;
    private final long startNanos;
    private final LongConsumer served;

    /**
     * Starts the clock.
     *
     * @param groups number of groups to serve; with 0 it is served at once
     * @param served gets the nanoseconds that it took, on the event loop of the last group
     */
    Publication(int groups, long startNanos, LongConsumer served) {
        this.groupsLeft = new AtomicInteger(groups);
        this.startNanos = startNanos;
        this.served = served;
        if (groups == 0) {
            served.accept(System.nanoTime() - startNanos);
        }
    }

    void groupServed() {
        if (groupsLeft.decrementAndGet() == 0) {
            served.accept(System.nanoTime() - startNanos);
        }
    }
}
