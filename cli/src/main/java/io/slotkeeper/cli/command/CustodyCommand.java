package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Terminal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** What {@code adopt}, {@code observe} and {@code release} have in common: they ask, and follow it to its end. */
abstract class CustodyCommand extends ClientCommand {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 200;
    private static final Set<String> ON_THE_WAY = Set.of("taking-over", "handing-back", "waiting");

    private final String wish;
    private final Set<String> reached;

    @Option(names = "--dry-run", description = "Only shows what would be done, or what speaks against it.")
    boolean dryRun;

    CustodyCommand(String wish, Set<String> reached) {
        this.wish = wish;
        this.reached = reached;
    }

    @Override
    final void run(CoordinatorClient client, Terminal terminal) {
        output.print(terminal, () -> ask(client), CustodyCommand::printAnswer);
        if (!dryRun) {
            JsonNode status = awaitEnd(client);
            if (!reached.contains(Json.text(status.path("phase")))) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "The cluster is " + Json.text(status.path("phase")) + " now: see `slotkeeper history`.");
            }
            if (!output.json()) {
                terminal.line(Json.text(status.path("text")));
            }
        }
    }

    private String ask(CoordinatorClient client) {
        return client.post("/v1/" + wish, Json.write(Map.of("dryRun", dryRun)), ANSWER_TIMEOUT);
    }

    private static void printAnswer(Terminal terminal, JsonNode answer) {
        for (String line : Json.text(answer.path("text")).split("; ", -1)) {
            terminal.line(line);
        }
    }

    private static JsonNode awaitEnd(CoordinatorClient client) {
        long deadline = System.nanoTime() + END_TIMEOUT.toNanos();
        JsonNode status = Json.parse(client.get("/v1/status"));
        while (ON_THE_WAY.contains(Json.text(status.path("phase"))) && System.nanoTime() < deadline) {
            pause();
            status = Json.parse(client.get("/v1/status"));
        }
        return status;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted. It goes on: look at `slotkeeper status`.", e);
        }
    }
}
