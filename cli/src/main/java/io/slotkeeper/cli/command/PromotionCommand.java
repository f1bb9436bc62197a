package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.client.Addresses;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Terminal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What failover and switchover have in common. */
abstract class PromotionCommand extends ClientCommand {
    /** A leader that is just being elected may take this long before it starts on the request. */
    private static final Duration ANSWER_SLACK = Duration.ofSeconds(15);

    private final String kind;

    @Parameters(paramLabel = "SHARD", description = "Shard id, for example s1.")
    String shard;

    @Option(
            names = "--to",
            paramLabel = "NODE",
            description = "Replica to promote: node id or agent name. Without it the best replica is chosen.")
    String to;

    PromotionCommand(String kind) {
        this.kind = kind;
    }

    /** How long the coordinator may work on it. */
    abstract Duration deadline();

    /** More fields of the request. */
    abstract void complete(Map<String, Object> request);

    @Override
    final void run(CoordinatorClient client, Terminal terminal) {
        Map<String, Object> request = new LinkedHashMap<>();
        if (to != null) {
            request.put("to", to);
        }
        complete(request);
        String path = "/v1/shards/" + Addresses.segment(shard) + "/" + kind;
        output.print(
                terminal,
                () -> client.post(path, Json.write(request), deadline().plus(ANSWER_SLACK)),
                this::printResult);
    }

    private void printResult(Terminal terminal, JsonNode result) {
        JsonNode primary = result.path("primary");
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %s (%s) is the primary, version %s, after %.1f ms",
                shard,
                Json.address(primary),
                Json.shortId(primary),
                Json.text(result.path("version")),
                result.path("tookMillis").asDouble()));
        if (result.path("blockedMillis").asDouble() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    ", writes blocked for %.1f ms",
                    result.path("blockedMillis").asDouble()));
        }
        terminal.line(terminal.paint(Style.GOOD, text.append('.').toString()));
    }
}
