package io.slotkeeper.k8s.coordinators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.client.ProblemException;
import io.slotkeeper.k8s.api.MigrationSpec;
import io.slotkeeper.k8s.coordinators.ClusterView.Node;
import io.slotkeeper.k8s.coordinators.ClusterView.Operation;
import io.slotkeeper.k8s.coordinators.ClusterView.Progress;
import io.slotkeeper.k8s.coordinators.ClusterView.Shard;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** By the REST interface of docs/protocol.md. */
public final class RestCoordinators implements Coordinators {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAUSE_MILLIS = 2000;
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

    private final CoordinatorClient client;

    /** At these base addresses; the next is asked when one is down. */
    public RestCoordinators(List<URI> addresses) {
        this.client = new CoordinatorClient(addresses);
    }

    @Override
    public ClusterView view() {
        try {
            return parse(JSON.readTree(client.get("/v1/status")), JSON.readTree(client.get("/v1/operations")));
        } catch (JsonProcessingException | CommandFailure e) {
            throw new CoordinatorsException(CoordinatorsException.UNREACHABLE, e.getMessage(), e);
        }
    }

    @Override
    public void switchover(String shard) {
        post("/v1/shards/" + shard + "/switchover", JSON.createObjectNode().put("timeoutMillis", PAUSE_MILLIS));
    }

    @Override
    public void switchover(String shard, String to) {
        ObjectNode body = JSON.createObjectNode().put("timeoutMillis", PAUSE_MILLIS);
        post("/v1/shards/" + shard + "/switchover", body.put("to", to));
    }

    @Override
    public void begin(String kind, String shard, List<String> nodes, MigrationSpec migration) {
        ObjectNode body = JSON.createObjectNode()
                .put("kind", kind)
                .put("keysPerSecond", migration.keysPerSecond())
                .put("bigKeys", migration.bigKeys().name().toLowerCase(Locale.ROOT))
                .put("bigKeyBytes", migration.bigKeyBytes());
        if (!shard.isEmpty()) {
            body.put("shard", shard);
        }
        if (!nodes.isEmpty()) {
            nodes.forEach(body.putArray("nodes")::add);
        }
        post("/v1/operations", body);
    }

    private void post(String path, ObjectNode body) {
        try {
            client.post(path, body.toString(), ANSWER_TIMEOUT);
        } catch (ProblemException e) {
            throw new CoordinatorsException(code(e), e.getMessage(), e);
        } catch (CommandFailure e) {
            throw new CoordinatorsException(CoordinatorsException.UNREACHABLE, e.getMessage(), e);
        }
    }

    /** The stable code of a refusal. */
    private static String code(ProblemException refusal) {
        try {
            return JSON.readTree(refusal.body()).path("code").asText(CoordinatorsException.UNREACHABLE);
        } catch (JsonProcessingException e) {
            // Not from a coordinator, so none was reached.
            return CoordinatorsException.UNREACHABLE;
        }
    }

    private static ClusterView parse(JsonNode status, JsonNode all) {
        List<Shard> shards = new ArrayList<>();
        status.path("shards").forEach(each -> shards.add(shard(each)));
        List<Node> nodes = new ArrayList<>();
        status.path("nodes").forEach(each -> nodes.add(node(each)));
        List<Operation> operations = new ArrayList<>();
        all.path("operations").forEach(each -> operations.add(operation(each)));
        return new ClusterView(
                text(status, "leader"),
                status.path("version").asLong(),
                status.path("ready").asBoolean(),
                status.path("text").asText(),
                shards,
                nodes,
                operations);
    }

    private static Operation operation(JsonNode json) {
        return new Operation(
                json.path("id").asLong(),
                json.path("kind").asText(),
                json.path("state").asText(),
                json.path("code").asText(),
                json.path("text").asText(),
                json.path("reason").asText(),
                text(json, "endedAt").map(Instant::parse),
                new Progress(
                        json.path("progress").path("slots").asInt(),
                        json.path("progress").path("slotsDone").asInt()));
    }

    private static Shard shard(JsonNode json) {
        List<String> findings = new ArrayList<>();
        json.path("findings")
                .forEach(finding -> findings.add(finding.path("code").asText() + ": "
                        + finding.path("text").asText()));
        return new Shard(
                json.path("id").asText(),
                json.path("state").asText(),
                json.path("slotCount").asInt(),
                findings);
    }

    private static Node node(JsonNode json) {
        return new Node(
                json.path("agent").asText(),
                text(json, "shard"),
                json.path("role").asText().equals("primary"),
                json.path("process").asText().equals("up")
                        && json.path("agentAlive").asBoolean(),
                json.path("linkUp").asBoolean());
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.path(field).textValue());
    }
}
