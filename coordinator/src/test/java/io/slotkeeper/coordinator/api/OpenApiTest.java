package io.slotkeeper.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.control.UpkeepRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The OpenAPI document and the running interface say the same. */
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final RunningApi api = RunningApi.formed();
    private final JsonNode document = read();

    @AfterEach
    void close() {
        api.close();
    }

    private static JsonNode read() {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException e) {
            throw new AssertionError("openapi.yaml is not YAML", e);
        }
    }

    @Test
    void itHasExactlyTheOperationsOfTheRouter() {
        Set<String> documented = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> documented.add(operation.getKey() + " " + path.getKey())));
        var services = new ApiServices(api.operations, api.publisher, api.registry);
        Set<String> routed = HttpRoutes.endpoints(services, null).stream()
                .map(e -> e.method().name().toLowerCase(Locale.ROOT) + " " + e.path())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(routed);
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void itListsAllCodes() {
        Set<String> codes = Stream.concat(Arrays.stream(ProblemCode.values()), Arrays.stream(RefusalCode.values()))
                .map(Enum::name)
                .collect(Collectors.toSet());
        assertThat(document.at("/components/schemas/Code/enum"))
                .map(JsonNode::asText)
                .hasSameElementsAs(codes);
    }

    @Test
    void itsExamplesFitTheirSchemas() {
        document.at("/components/schemas").properties().forEach(schema -> {
            if (schema.getValue().has("example")) {
                assertFits(schema.getKey(), schema.getValue(), schema.getValue().path("example"));
            }
        });
        JsonNode problem = document.at("/components/responses/Problem/content/application~1problem+json");
        assertFits("Problem", problem.path("schema"), problem.path("example"));
        document.at("/components/requestBodies").properties().forEach(body -> {
            JsonNode json = body.getValue().at("/content/application~1json");
            assertFits(body.getKey(), json.path("schema"), json.path("example"));
        });
    }

    @Test
    void realAnswersFitIt() {
        for (String path : new String[] {
            "/v1/slots",
            "/v1/shards",
            "/v1/nodes",
            "/v1/history",
            "/v1/operations",
            "/v1/placement",
            "/v1/status",
            "/health/live",
            "/health/ready",
            "/metrics",
            "/openapi.yaml",
            "/"
        }) {
            check("get", path, api.get(path), 200);
            check(
                    "get",
                    path,
                    api.send(HttpRequest.newBuilder(api.uri(path)).method("PUT", BodyPublishers.noBody())),
                    405);
            check("get", path, api.get(path, "Origin", "http://elsewhere"), 403);
        }
        check("get", "/v1/slots", api.get("/v1/slots", "If-None-Match", "*"), 304);
        check("get", "/v1/slots/{slot}", api.get("/v1/slots/0"), 200);
        check("get", "/v1/slots/{slot}", api.get("/v1/slots/99999"), 404);
        check("get", "/v1/keys/{key}", api.get("/v1/keys/foo"), 200);
        check("get", "/v1/shards/{id}", api.get("/v1/shards/s1"), 200);
        check("get", "/v1/shards/{id}", api.get("/v1/shards/s9"), 404);
        check("get", "/v1/nodes/{id}", api.get("/v1/nodes/a2"), 200);
        check("get", "/v1/nodes/{id}", api.get("/v1/nodes/zz"), 404);
        check("get", "/v1/history", api.get("/v1/history?limit=x"), 400);
        check("get", "/v1/slots/stream", api.get("/v1/slots/stream"), 426);
        check("get", "/v1/slots/stream", api.get("/v1/slots/stream?since=-1"), 400);
    }

    @Test
    void realUpkeepFitsIt() {
        check("post", "/v1/pause", post("/v1/pause", "{}"), 200);
        check("post", "/v1/pause", post("/v1/pause", "{\"shard\":\"s1\",\"forMillis\":5000,\"reason\":\"x\"}"), 200);
        check("post", "/v1/pause", post("/v1/pause", "{\"forMillis\":1}"), 400);
        check("post", "/v1/resume", post("/v1/resume", "{\"shard\":\"s1\"}"), 200);
        check("post", "/v1/resume", post("/v1/resume", "{\"shard\":7}"), 400);
        check("post", "/v1/nodes/{id}/drain", post("/v1/nodes/a1/drain", "{\"undo\":true}"), 200);
        check("post", "/v1/nodes/{id}/drain", post("/v1/nodes/a1/drain", "{\"undo\":1}"), 400);
        check("post", "/v1/nodes/{id}/drain", post("/v1/nodes/zz/drain", ""), 404);
        check("get", "/v1/status", api.get("/v1/status"), 200);
        assertThat(api.operations.upkeepRequests)
                .containsExactly(
                        new UpkeepRequest.Pause("", 600_000, ""),
                        new UpkeepRequest.Pause("s1", 5000, "x"),
                        new UpkeepRequest.Resume("s1"),
                        new UpkeepRequest.Undrain("a1"),
                        new UpkeepRequest.Drain("zz", 2000));
    }

    @Test
    void realPromotionsFitIt() {
        for (String kind : new String[] {"switchover", "failover"}) {
            String template = "/v1/shards/{id}/" + kind;
            String path = "/v1/shards/s1/" + kind;
            check("post", template, post(path, "{}"), 200);
            check("post", template, post(path, "{"), 400);
            check("post", template, post(path, "{\"x\":1}"), 400);
            check("post", template, post("/v1/shards/s9/" + kind, "{}"), 404);
            check("post", template, api.get(path), 405);
            check("post", template, post(path, "{\"to\":\"" + primaryOfFirst() + "\"}"), 409);
            check("post", template, post(path, " ".repeat(70_000)), 413);
            check("post", template, api.post(path, "{}"), 415);
        }
    }

    @Test
    void realDrillsFitIt() {
        String path = "/v1/drills";
        check("post", path, post(path, "{\"fault\":\"crash\",\"node\":\"a1\"}"), 200);
        check("post", path, post(path, "{\"fault\":\"hand-over\",\"dryRun\":true}"), 200);
        check("post", path, post(path, "{\"fault\":\"crash\",\"node\":\"zz\"}"), 404);
        check("post", path, post(path, ""), 400);
        check("post", path, api.get(path), 405);
        check("post", path, post(path, " ".repeat(70_000)), 413);
        check("post", path, api.post(path, "{}"), 415);
    }

    @Test
    void realOperationsFitIt() {
        String all = "/v1/operations";
        String one = all + "/{id}";
        String move = "{\"kind\":\"move\",\"slots\":\"0-99\",\"shard\":\"s2\"";
        check("post", all, post(all, move + ",\"dryRun\":true}"), 200);
        check("post", all, post(all, move + "}"), 200);
        check("post", all, post(all, "{\"kind\":\"fly\"}"), 400);
        check("post", all, post(all, " ".repeat(70_000)), 413);
        check("post", all, api.post(all, "{}"), 415);
        check("get", all, api.get(all), 200);
        check("get", one, api.get(all + "/1"), 200);
        check("get", one, api.get(all + "/99"), 404);
        check("get", one, api.get(all + "/x"), 404);
        check("post", one + "/throttle", post(all + "/1/throttle", "{\"keysPerSecond\":5}"), 200);
        check("post", one + "/throttle", post(all + "/1/throttle", "{}"), 400);
        check("post", one + "/pause", post(all + "/1/pause", "{}"), 200);
        check("post", one + "/pause", post(all + "/1/pause", "{}"), 409);
        check("post", one + "/resume", post(all + "/1/resume", ""), 200);
        check(
                "delete",
                one,
                api.send(HttpRequest.newBuilder(api.uri(all + "/1")).DELETE()),
                200);
        check(
                "delete",
                one,
                api.send(HttpRequest.newBuilder(api.uri(all + "/99")).DELETE()),
                404);
    }

    @Test
    void realWishesFitIt() {
        for (String wish : new String[] {"observe", "adopt", "release"}) {
            String path = "/v1/" + wish;
            check("post", path, post(path, "{\"dryRun\":true}"), wish.equals("release") ? 200 : 409);
            check("post", path, post(path, "{\"force\":true}"), 400);
            check("post", path, api.get(path), 405);
            check("post", path, post(path, " ".repeat(70_000)), 413);
            check("post", path, api.post(path, "{}"), 415);
        }
    }

    @Test
    void realFailuresFitIt() {
        api.operations.failWith(new IllegalStateException("broken"));
        for (String path : new String[] {"/v1/shards", "/v1/nodes", "/v1/status", "/health/ready"}) {
            check("get", path, api.get(path), 500);
        }
        check("post", "/v1/shards/{id}/failover", post("/v1/shards/s1/failover", "{}"), 500);
        try (RunningApi empty = new RunningApi()) {
            check("get", "/health/ready", empty.get("/health/ready"), 503);
            check("get", "/v1/slots", empty.get("/v1/slots"), 200);
            check("get", "/v1/keys/{key}", empty.get("/v1/keys/foo"), 404);
        }
    }

    private String primaryOfFirst() {
        return api.operations.state().map().shard("s1").orElseThrow().primary().agent();
    }

    private HttpResponse<String> post(String path, String body) {
        return api.send(HttpRequest.newBuilder(api.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private void check(String method, String path, HttpResponse<String> response, int status) {
        String what = method + " " + path + " → " + response.statusCode() + " " + response.body();
        assertThat(response.statusCode()).as(what).isEqualTo(status);
        JsonNode described = resolved(
                document.path("paths").path(path).path(method).path("responses").path("" + status));
        assertThat(described.isMissingNode()).as(what + " is not documented").isFalse();
        if (response.body().isEmpty()) {
            assertThat(described.has("content")).as(what).isFalse();
            return;
        }
        String type = response.headers().firstValue("content-type").orElse("").split(";", 2)[0];
        JsonNode content = described.path("content").path(type);
        assertThat(content.isMissingNode()).as(what + " has type " + type).isFalse();
        if (type.endsWith("json")) {
            assertFits(what, content.path("schema"), parse(response.body()));
        }
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private void assertFits(String what, JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        assertThat(SCHEMAS.getSchema(whole).validate(value)).as(what).isEmpty();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
