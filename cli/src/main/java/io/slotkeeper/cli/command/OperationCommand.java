package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Terminal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the commands that begin an operation have in common: they follow it to its end. */
abstract class OperationCommand extends ClientCommand {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);
    private static final long POLL_MILLIS = 200;

    @Option(names = "--dry-run", description = "Only shows what would be done.")
    boolean dryRun;

    @Option(names = "--detach", description = "Begins and returns at once, without waiting for the end.")
    boolean detach;

    /** The name of the kind of operation in the interface. */
    abstract String kind();

    /** More fields of the request. */
    abstract void complete(Map<String, Object> request);

    @Override
    final void run(CoordinatorClient client, Terminal terminal) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("kind", kind());
        complete(request);
        if (dryRun) {
            request.put("dryRun", true);
        }
        output.print(terminal, () -> begin(client, terminal, Json.write(request)), OperationView::print);
    }

    private String begin(CoordinatorClient client, Terminal terminal, String request) {
        String answer = client.post("/v1/operations", request, ANSWER_TIMEOUT);
        if (dryRun || detach) {
            return answer;
        }
        long id = Json.parse(answer).path("id").asLong();
        OperationProgress progress = new OperationProgress(terminal, !output.json());
        while (true) {
            String now = client.get("/v1/operations/" + id);
            JsonNode operation = Json.parse(now);
            progress.show(operation);
            String state = Json.text(operation.path("state"));
            if (state.equals("done")) {
                return now;
            }
            if (state.equals("aborted") || state.equals("paused")) {
                OperationView.print(terminal, operation);
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "Operation " + id + " is " + state + ": " + Json.text(operation.path("reason")));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(
                    ExitCode.INTERRUPTED, "Interrupted. The operation goes on: look at `slotkeeper operations`.", e);
        }
    }
}
