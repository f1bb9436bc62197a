package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Terminal;
import java.time.Duration;
import java.util.Map;

/** What pause, resume and drain have in common: a request, and one sentence as the answer. */
abstract class UpkeepCommand extends ClientCommand {
    /** A leader that is just being elected may take this long before it starts on the request. */
    private static final Duration ANSWER_SLACK = Duration.ofSeconds(15);

    /** Where it is posted. */
    abstract String path();

    /** Fields of the request. */
    abstract Map<String, Object> request();

    /** How long the coordinator may work on it. */
    Duration deadline() {
        return Duration.ZERO;
    }

    @Override
    final void run(CoordinatorClient client, Terminal terminal) {
        output.print(
                terminal,
                () -> client.post(path(), Json.write(request()), deadline().plus(ANSWER_SLACK)),
                UpkeepCommand::printSentence);
    }

    private static void printSentence(Terminal terminal, JsonNode result) {
        terminal.line(terminal.paint(Style.GOOD, Json.text(result.path("text"))));
    }
}
