package io.slotkeeper.cli.process;

import io.slotkeeper.cli.ExitCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jline.utils.Signals;

/**
 * Turns SIGINT, SIGTERM and SIGHUP into a result, so that the parts can be stopped in order before the process ends.
 * (A shutdown hook would run beside the one that ends the children, and the coordinator would take their end for a crash.)
 */
public final class StopSignal {
    private final CompletableFuture<ExitCode> received = new CompletableFuture<>();

    /** Listens from now on, for the whole process. */
    public static StopSignal listen() {
        StopSignal stop = new StopSignal();
        Signals.register("INT", () -> stop.stop(ExitCode.INTERRUPTED));
        Signals.register("TERM", () -> stop.stop(ExitCode.TERMINATED));
        Signals.register("HUP", () -> stop.stop(ExitCode.TERMINATED));
        return stop;
    }

    /** As if a signal had come; the first one counts. */
    public void stop(ExitCode code) {
        received.complete(code);
    }

    /** Whether one has come. */
    public boolean isStopped() {
        return received.isDone();
    }

    /** Completes with the exit code when a signal comes. */
    public CompletableFuture<ExitCode> received() {
        return received;
    }

    /** Waits for one. */
    public ExitCode await() {
        try {
            return received.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a stop signal cannot fail", e);
        }
    }
}
