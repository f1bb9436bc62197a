package io.slotkeeper.bench.stream;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** When one version reached each subscriber. Thread-safe. */
final class Arrivals {
    private final long[] atNanos;
    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch missing;

    Arrivals(int subscribers) {
        atNanos = new long[subscribers];
        missing = new CountDownLatch(subscribers);
    }

    /**
     * It reached one more.
     *
     * @param nanos as from {@link System#nanoTime()}
     */
    void add(long nanos) {
        int place = count.getAndIncrement();
        // More than one for each subscriber is a fault, which the crowd notes.
        if (place < atNanos.length) {
            atNanos[place] = nanos;
            missing.countDown();
        }
    }

    /** Blocks until it has reached all; false when the time is over. */
    boolean awaitAll(long timeoutMillis) throws InterruptedException {
        return missing.await(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    /** How many it has not reached. */
    long missing() {
        return missing.getCount();
    }

    /** Times of all, the earliest first. Only once it has reached all. */
    List<Long> sorted() {
        return Arrays.stream(atNanos).sorted().boxed().toList();
    }
}
