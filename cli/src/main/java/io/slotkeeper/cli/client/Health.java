package io.slotkeeper.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.output.Json;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a coordinator sees every node in order and every shard whole. */
public final class Health {
    private Health() {}

    /**
     * The first thing that is not well, as a clause.
     *
     * @param status the answer to {@code GET /v1/status}
     * @return empty when all is well
     */
    public static Optional<String> complaint(JsonNode status) {
        if (!status.hasNonNull("leader")) {
            return Optional.of("the coordinators have no leader");
        }
        if (!status.path("ready").asBoolean()) {
            return Optional.of(
                    "the cluster is " + Json.text(status.path("phase")) + ": " + Json.text(status.path("text")));
        }
        if (!status.path("pauses").isEmpty()) {
            return Optional.of("automatic failovers are paused for maintenance");
        }
        return Stream.concat(
                        Json.elements(status.path("shards")).flatMap(shard -> ofShard(shard).stream()),
                        Json.elements(status.path("nodes")).flatMap(node -> ofNode(node).stream()))
                .findFirst();
    }

    private static Optional<String> ofNode(JsonNode node) {
        String name = "node " + Json.text(node.path("agent"));
        if (!node.path("agentAlive").asBoolean()) {
            return Optional.of("the agent of " + name + " is not heard");
        }
        if (!Json.text(node.path("process")).equals("up")) {
            return Optional.of("the process of " + name + " is " + Json.text(node.path("process")));
        }
        if (Json.text(node.path("role")).equals("replica")
                && !node.path("linkUp").asBoolean()) {
            return Optional.of(name + " is not in sync with its primary");
        }
        String note = Json.text(node.path("note"));
        return note.isEmpty() ? Optional.empty() : Optional.of(name + ": " + note);
    }

    private static Optional<String> ofShard(JsonNode shard) {
        String name = "shard " + Json.text(shard.path("id"));
        if (!Json.text(shard.path("state")).equals("active")) {
            return Optional.of(name + " is " + Json.text(shard.path("state")));
        }
        return Json.elements(shard.path("findings"))
                .findFirst()
                .map(finding -> name + ": " + Json.text(finding.path("text")));
    }
}
