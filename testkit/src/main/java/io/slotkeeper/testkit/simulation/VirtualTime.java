package io.slotkeeper.testkit.simulation;

import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** A clock that only moves from one planned action to the next. Deterministic: equal times run in planning order. */
final class VirtualTime {
    private static final long START_NANOS = 5_000_000_000L;
    private static final long START_EPOCH_MILLIS = 1_760_000_000_000L;

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Runnable afterEach;
    private long nanos = START_NANOS;
    private long planned;

    private record Due(long nanos, long order, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return nanos == other.nanos ? Long.compare(order, other.order) : Long.compare(nanos, other.nanos);
        }
    }

    /**
     * @param afterEach runs after every action: the place for invariants
     */
    VirtualTime(Runnable afterEach) {
        this.afterEach = afterEach;
    }

    long nanos() {
        return nanos;
    }

    /** Milliseconds since the start of the simulation. */
    double millis() {
        return (nanos - START_NANOS) / 1_000_000.0;
    }

    long epochMillis() {
        return START_EPOCH_MILLIS + (nanos - START_NANOS) / 1_000_000;
    }

    void after(long micros, Runnable action) {
        at(nanos + micros * 1000, action);
    }

    void at(long atNanos, Runnable action) {
        queue.add(new Due(atNanos, planned++, action));
    }

    void every(long firstMicros, long periodMicros, Runnable action) {
        after(firstMicros, () -> {
            action.run();
            every(periodMicros, periodMicros, action);
        });
    }

    void runFor(long millis) {
        runUntil(() -> false, millis);
    }

    /** Runs until the condition holds, for at most that long. Returns whether it holds. */
    boolean runUntil(BooleanSupplier condition, long millis) {
        long end = nanos + millis * 1_000_000;
        while (!condition.getAsBoolean()) {
            Due next = queue.peek();
            if (next == null || next.nanos() > end) {
                nanos = end;
                return false;
            }
            queue.remove();
            nanos = next.nanos();
            next.action().run();
            afterEach.run();
        }
        return true;
    }
}
