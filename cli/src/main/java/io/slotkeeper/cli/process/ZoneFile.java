package io.slotkeeper.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The failure domain from a file that somebody else writes, perhaps a moment after this process has started. */
public final class ZoneFile {
    private static final Logger LOG = LoggerFactory.getLogger(ZoneFile.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path file;
    private final Duration patience;
    private volatile boolean givenUp;
    private volatile Runnable giveUpStarted = () -> {};

    private ZoneFile(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
    }

    /**
     * Starts a part once the file has a line, on a thread of its own.
     *
     * @param patience after this time, or when the part is stopped meanwhile, it starts without a failure domain
     * @param start with the failure domain, empty when there is none
     */
    public static Starting waitFor(Path file, Duration patience, Function<String, Starting> start) {
        ZoneFile waiting = new ZoneFile(file, patience);
        CompletableFuture<Starting> begun = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    Starting starting = start.apply(waiting.read());
                    waiting.giveUpStarted = starting.giveUp();
                    if (waiting.givenUp) {
                        starting.giveUp().run();
                    }
                    begun.complete(starting);
                },
                "zone-file");
        thread.setUncaughtExceptionHandler((failed, failure) -> begun.completeExceptionally(failure));
        thread.start();
        return new Starting(begun.thenCompose(Starting::part), waiting::giveUp);
    }

    private void giveUp() {
        givenUp = true;
        giveUpStarted.run();
    }

    private String read() {
        long end = System.nanoTime() + patience.toNanos();
        while (!givenUp && System.nanoTime() < end) {
            try {
                String zone = Files.readString(file).strip();
                if (!zone.isEmpty()) {
                    return zone;
                }
            } catch (IOException e) {
                LOG.debug("{} cannot be read yet", file, e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        LOG.warn("{} has no line, so the failure domain of this node is not known.", file);
        return "";
    }
}
