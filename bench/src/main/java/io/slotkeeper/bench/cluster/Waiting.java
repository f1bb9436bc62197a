package io.slotkeeper.bench.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Asks again and again until nothing is missing. */
public final class Waiting {
    private static final long POLL_NANOS = 50_000_000;

    private Waiting() {}

    /**
     * Blocks until nothing is missing.
     *
     * @param missing one clause on what is missing, empty when all is well; asked about every 50 ms, because it may open
     *     connections, whose ports stay taken for a minute
     * @param what for the message, for example {@code native 1000 ms}
     * @throws BenchFailure with the last thing that was missing, when the time is over or the thread is interrupted
     */
    public static void until(Supplier<Optional<String>> missing, String what, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (Optional<String> now = missing.get(); now.isPresent(); now = missing.get()) {
            if (System.nanoTime() - deadline > 0) {
                throw new BenchFailure(what + ": after " + timeout.toSeconds() + " s still " + now.get() + ".");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new BenchFailure(what + ": interrupted while " + now.get() + ".");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
