package io.slotkeeper.cli.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A part that is on its way up.
 *
 * @param part completes when it is up; fails, with a text for the user and nothing left running, when it cannot come up
 * @param giveUp ends its waiting for others, so that {@code part} completes or fails soon; may be called from any thread,
 *     also later
 */
public record Starting(CompletableFuture<RunningPart> part, Runnable giveUp) {
    /** One that waits for nobody. */
    public static Starting of(CompletableFuture<RunningPart> part) {
        return new Starting(part, () -> {});
    }

    /**
     * Stops the part, also while it is still coming up: then it is brought up first, because only what is up can be
     * stopped in order. Blocks.
     *
     * @param what for the message, for example {@code coordinator c1}
     * @param timeout for coming up, and again for stopping
     * @return what went wrong, for the user; the others must be stopped as well
     */
    public Optional<String> stop(String what, Duration timeout) {
        giveUp.run();
        RunningPart running;
        try {
            running = Parts.await(part, what, timeout);
        } catch (io.slotkeeper.cli.CommandFailure e) {
            return part.isCompletedExceptionally() ? Optional.empty() : Optional.of(e.getMessage());
        }
        return Parts.stop(running, what, timeout);
    }
}
