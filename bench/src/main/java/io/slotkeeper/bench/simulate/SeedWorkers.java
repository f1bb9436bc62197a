package io.slotkeeper.bench.simulate;

import io.slotkeeper.testkit.simulation.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Threads that take seeds one after the other until one violates something, or none is left. */
final class SeedWorkers {
    private static final long REPORT_NANOS = 10_000_000_000L;
    private static final long JOIN_MILLIS = 500;

    private final Simulator simulator;
    private final long from;
    private final long end;
    private final AtomicLong next;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong lowestViolating = new AtomicLong(Long.MAX_VALUE);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private Totals totals = Totals.NONE;

    SeedWorkers(Simulator simulator, long from, long count) {
        this.simulator = simulator;
        this.from = from;
        this.end = from + count;
        this.next = new AtomicLong(from);
    }

    /** Blocks until all are done. Every seed below the lowest violating one has been run then. */
    void run(int threads, Consumer<String> progress) throws InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(this::work, "simulator-" + i);
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
        try {
            await(workers, progress);
        } finally {
            next.set(end);
        }
        if (failure.get() != null) {
            throw new IllegalStateException("the simulator itself failed: " + failure.get(), failure.get());
        }
    }

    private void await(List<Thread> workers, Consumer<String> progress) throws InterruptedException {
        long start = System.nanoTime();
        long told = start;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                worker.join(JOIN_MILLIS);
                long now = System.nanoTime();
                if (now - told >= REPORT_NANOS) {
                    told = now;
                    long seeds = done.get();
                    progress.accept(seeds + " of " + (end - from) + " seeds, " + Math.round(seeds * 1e9 / (now - start))
                            + " per second");
                }
            }
        }
    }

    private void work() {
        Totals mine = Totals.NONE;
        try {
            for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
                Simulator.Outcome outcome = simulator.run(seed);
                mine = mine.plus(outcome);
                done.incrementAndGet();
                if (outcome.violation().isPresent()) {
                    lowestViolating.accumulateAndGet(seed, Math::min);
                    next.set(end);
                }
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            next.set(end);
        }
        add(mine);
    }

    private synchronized void add(Totals mine) {
        totals = totals.plus(mine);
    }

    synchronized Totals totals() {
        return totals;
    }

    OptionalLong violating() {
        long seed = lowestViolating.get();
        return seed == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(seed);
    }
}
