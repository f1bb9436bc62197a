package io.slotkeeper.cli.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;

/**
 * A shard as it is now.
 *
 * @param shard id
 * @param primary address of the primary
 * @param primaryAgent its agent
 * @param replicaAgent agent of the first replica
 * @param nodes addresses of all its nodes
 * @param slots some of its slots, to write to
 */
record DrillTarget(
        String shard,
        HostAndPort primary,
        String primaryAgent,
        String replicaAgent,
        List<HostAndPort> nodes,
        List<Integer> slots) {
    private static final int SLOTS = 8;

    /**
     * Finds it in the answer to {@code GET /v1/status}.
     *
     * @param wanted shard id; empty for the first shard
     * @throws CommandFailure if there is no such shard, or it has no replica
     */
    static DrillTarget of(JsonNode status, String wanted) {
        JsonNode shard = Json.elements(status.path("shards"))
                .filter(each -> wanted.isEmpty() || Json.text(each.path("id")).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED,
                        "There is no shard '" + wanted + "'. The shards are "
                                + Json.elements(status.path("shards"))
                                        .map(each -> Json.text(each.path("id")))
                                        .collect(Collectors.joining(", "))
                                + "."));
        String id = Json.text(shard.path("id"));
        JsonNode replica = Json.elements(shard.path("replicas"))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED,
                        "Shard " + id + " has no replica: nobody could take over. Name another by --shard."));
        List<HostAndPort> nodes = new ArrayList<>(List.of(address(shard.path("primary"))));
        Json.elements(shard.path("replicas")).forEach(node -> nodes.add(address(node)));
        return new DrillTarget(
                id,
                address(shard.path("primary")),
                agentOf(status, shard.path("primary")),
                agentOf(status, replica),
                nodes,
                slots(shard.path("slots")));
    }

    private static HostAndPort address(JsonNode node) {
        return new HostAndPort(Json.text(node.path("host")), node.path("port").asInt());
    }

    private static String agentOf(JsonNode status, JsonNode node) {
        return Json.elements(status.path("nodes"))
                .filter(each -> Json.text(each.path("id")).equals(Json.text(node.path("id"))))
                .findFirst()
                .map(each -> Json.text(each.path("agent")))
                .orElse("");
    }

    /** The first slots of the shard's ranges. */
    private static List<Integer> slots(JsonNode ranges) {
        return Json.elements(ranges)
                .flatMap(range -> java.util.stream.IntStream.rangeClosed(
                                range.path(0).asInt(), range.path(1).asInt())
                        .boxed())
                .limit(SLOTS)
                .toList();
    }
}
