package io.slotkeeper.cli.process;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for parts and turns their failures into messages. */
public final class Parts {
    private Parts() {}

    /**
     * The started part.
     *
     * @param what for the message, for example {@code coordinator c1}
     * @throws CommandFailure if it failed or took too long
     */
    public static <T> T await(CompletableFuture<T> start, String what, Duration timeout) {
        try {
            return start.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(what, e.getCause());
        } catch (TimeoutException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    what + " did not start within " + timeout.toSeconds() + " s. The log says what it was waiting for.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted while starting " + what + ".", e);
        }
    }

    /** Stops a part; a part that fails or takes too long is named in the result, because the others must stop as well. */
    public static Optional<String> stop(RunningPart part, String what, Duration timeout) {
        try {
            part.stop().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(what + " did not stop cleanly: " + text(e.getCause()));
        } catch (TimeoutException e) {
            return Optional.of(what + " did not stop within " + timeout.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while stopping " + what);
        }
    }

    private static CommandFailure failure(String what, Throwable cause) {
        return cause instanceof CommandFailure known
                ? known
                : new CommandFailure(ExitCode.FAILED, what + " cannot start: " + text(cause), cause);
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
