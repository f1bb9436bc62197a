package io.slotkeeper.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits until the cluster says that it is ready and every shard has taken a write; tells what it waits for. */
final class Readiness {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 50;

    private final CoordinatorClient client;
    private final WriteProbe probe;
    private final Narrator narrator;
    private String told = "";

    Readiness(CoordinatorClient client, WriteProbe probe, Narrator narrator) {
        this.client = client;
        this.probe = probe;
        this.narrator = narrator;
    }

    /**
     * Blocks until then.
     *
     * @throws CommandFailure with the last thing it waited for, after two minutes or when interrupted
     */
    void await() {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        Optional<String> waitingFor = lookOnce();
        while (waitingFor.isPresent()) {
            tell(waitingFor.get());
            if (System.nanoTime() - deadline > 0) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "The cluster is not writable after " + TIMEOUT.toSeconds() + " s: " + waitingFor.get()
                                + ". The log in the data directory says more; --data-dir DIR keeps it.");
            }
            pause();
            waitingFor = lookOnce();
        }
    }

    /** What is missing; empty when all is well. */
    private Optional<String> lookOnce() {
        try {
            JsonNode status = Json.parse(client.get("/v1/status"));
            if (!status.path("ready").asBoolean()) {
                return Optional.of(Json.text(status.path("phase")) + ": " + Json.text(status.path("text")));
            }
            return probe.firstFailure(Json.parse(client.get("/v1/slots")));
        } catch (CommandFailure e) {
            if (e.exitCode() == ExitCode.INTERRUPTED) {
                throw e;
            }
            return Optional.of(e.getMessage());
        }
    }

    private void tell(String text) {
        if (!text.equals(told)) {
            narrator.tell(text);
            told = text;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted while the cluster was starting.", e);
        }
    }
}
