package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.Disposable;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.process.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One measurement, on a thread of its own so that Ctrl-C, SIGTERM and SIGHUP can end it at any point: its clusters are
 * closed then, which makes whatever it is doing fail, and nothing is left behind.
 */
public final class BenchSession {
    private static final long UNWIND_MILLIS = 20_000;

    private final List<Disposable> open = new ArrayList<>();
    private boolean stopping;

    /**
     * Runs it.
     *
     * @return the work's exit code, or that of the signal
     * @throws CommandFailure for a measurement that could not go on
     */
    public ExitCode run(Function<BenchSession, ExitCode> work) {
        StopSignal signal = StopSignal.listen();
        CompletableFuture<ExitCode> result = new CompletableFuture<>();
        Thread worker = new Thread(() -> work(work, result), "bench");
        // The exit of the process does not wait for a measurement that hangs.
        worker.setDaemon(true);
        worker.start();
        CompletableFuture.anyOf(result.handle((code, failure) -> true), signal.received())
                .join();
        if (!signal.isStopped()) {
            return outcome(result);
        }
        worker.interrupt();
        closeAll();
        awaitEnd(worker);
        return signal.await();
    }

    /**
     * Starts a cluster and keeps it until the measurement is over or stopped.
     *
     * @param use its result is returned; the cluster is closed afterwards
     */
    public <C extends Disposable, R> R with(Supplier<C> start, Function<C, R> use) {
        try (C cluster = start.get()) {
            own(cluster);
            try {
                return use.apply(cluster);
            } finally {
                disown(cluster);
            }
        }
    }

    private synchronized void own(Disposable cluster) {
        if (stopping) {
            throw new BenchFailure("Stopped.");
        }
        open.add(cluster);
    }

    private synchronized void disown(Disposable cluster) {
        open.remove(cluster);
    }

    private void closeAll() {
        List<Disposable> clusters;
        synchronized (this) {
            stopping = true;
            clusters = List.copyOf(open);
        }
        clusters.forEach(Disposable::close);
    }

    // The failure is passed on whatever it is: this is the end of a thread.
    private void work(Function<BenchSession, ExitCode> work, CompletableFuture<ExitCode> result) {
        try {
            result.complete(work.apply(this));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private static ExitCode outcome(CompletableFuture<ExitCode> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CommandFailure known) {
                throw known;
            }
            if (e.getCause() instanceof BenchFailure known) {
                throw new CommandFailure(ExitCode.FAILED, known.getMessage(), known);
            }
            throw e;
        }
    }

    private static void awaitEnd(Thread worker) {
        try {
            TimeUnit.MILLISECONDS.timedJoin(worker, UNWIND_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
