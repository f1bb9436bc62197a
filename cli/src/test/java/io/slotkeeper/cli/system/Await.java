package io.slotkeeper.cli.system;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;
import redis.clients.jedis.exceptions.JedisException;

/** Waits for a condition and says what was there instead when it does not come. */
final class Await {
    private static final Duration POLL = Duration.ofMillis(20);

    private Await() {}

    /** Waits until it holds; the text is asked for only when it does not. */
    static void until(Duration timeout, Supplier<String> what, Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .atMost(timeout)
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("Not within " + timeout + ": " + what.get(), e);
        }
    }

    /** Waits until the value is there. */
    static <T> T value(Duration timeout, Supplier<String> what, Callable<Optional<T>> value) {
        AtomicReference<T> found = new AtomicReference<>();
        until(timeout, what, () -> {
            value.call().ifPresent(found::set);
            return found.get() != null;
        });
        return found.get();
    }

    /** Waits until the assertions hold; the last failure is the text. Servers may still refuse to answer meanwhile. */
    static void asserted(Duration timeout, ThrowingRunnable assertions) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(timeout)
                .ignoreExceptionsMatching(e -> e instanceof JedisException || e instanceof CompletionException)
                .untilAsserted(assertions);
    }

    /** Makes sure that the assertions hold all that time. */
    static void throughout(Duration time, Runnable assertions) {
        long end = System.nanoTime() + time.toNanos();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .atMost(time.plusSeconds(30))
                .until(() -> {
                    assertions.run();
                    return System.nanoTime() - end > 0;
                });
    }
}
