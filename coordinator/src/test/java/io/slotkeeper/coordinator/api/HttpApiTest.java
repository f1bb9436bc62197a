package io.slotkeeper.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slotkeeper.core.slot.KeySlot;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {
    private static final String SWITCHOVER = "/v1/shards/s1/switchover";
    private static final String[] AS_JSON = {"Content-Type", "application/json"};

    private final RunningApi api = RunningApi.formed();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void theSnapshotFrameIsExactlyThatOfTheContract() {
        JsonNode frame = json(api.get("/v1/slots"));
        assertThat(frame.fieldNames()).toIterable().containsExactly("type", "version", "shards", "migrations");
        assertThat(frame.at("/shards/0").toString())
                .isEqualTo("{\"id\":\"s1\",\"epoch\":1,\"slots\":[[0,5460]],\"state\":\"active\",\"primary\":{\"id\":\""
                        + "0".repeat(34) + "abc000\",\"host\":\"127.0.0.1\",\"port\":7000,\"zone\":\"a\"},\"replicas\":"
                        + "[{\"id\":\"" + "0".repeat(34)
                        + "abc001\",\"host\":\"127.0.0.1\",\"port\":7001,\"zone\":\"b\"}]}");
    }

    @Test
    void anUnchangedMapIsNotSentAgain() {
        assertThat(api.get("/v1/slots").headers().firstValue("etag")).hasValue("\"4\"");
        assertThat(api.get("/v1/slots", "If-None-Match", "\"3\", W/\"4\"").statusCode())
                .isEqualTo(304);
        assertThat(api.get("/v1/slots", "If-None-Match", "\"3\"").statusCode()).isEqualTo(200);
    }

    @Test
    void aSlotAndAKeyAreLocated() {
        assertThat(json(api.get("/v1/slots/5461")).path("shard").asText()).isEqualTo("s2");
        JsonNode key = json(api.get("/v1/keys/foo"));
        assertThat(key.path("slot").asInt()).isEqualTo(12182);
        assertThat(key.at("/primary/port").asInt()).isEqualTo(7004);
    }

    @Test
    void keysAreBytesAndHaveTags() {
        assertThat(slotOf("%7Buser1000%7D.following")).isEqualTo(KeySlot.of("user1000"));
        assertThat(slotOf("a%2Fb+c%20d")).isEqualTo(KeySlot.of("a/b+c d"));
        assertThat(slotOf("%FF%00%80")).isEqualTo(KeySlot.of(new byte[] {(byte) 0xff, 0, (byte) 0x80}));
    }

    private int slotOf(String encodedKey) {
        return json(api.get("/v1/keys/" + encodedKey)).path("slot").asInt(-1);
    }

    @Test
    void aSwitchoverAnswersWithTheNewPrimary() {
        JsonNode reply = json(api.post(SWITCHOVER, "{\"to\":\"a2\",\"timeoutMillis\":500}", AS_JSON));
        assertThat(reply.path("version").asLong()).isEqualTo(6);
        assertThat(reply.at("/primary/port").asInt()).isEqualTo(7001);
        assertThat(reply.path("tookMillis").asDouble()).isEqualTo(5.123);
        assertThat(reply.path("blockedMillis").asDouble()).isEqualTo(2.001);
        assertThat(json(api.get("/v1/slots/0")).at("/primary/port").asInt()).isEqualTo(7001);
    }

    @Test
    void aFailoverNeedsNoBody() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(api.uri("/v1/shards/s3/failover")).POST(HttpRequest.BodyPublishers.noBody());
        assertThat(json(api.send(request)).at("/primary/port").asInt()).isEqualTo(7005);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    s9 | {}                        | 404 | UNKNOWN_SHARD   | s9
                    s1 | {"to":"a99"}              | 404 | UNKNOWN_NODE    | a99
                    s1 | {"to":"a1"}               | 409 | ALREADY_PRIMARY | a replica
                    s1 | {"too":"a2"}              | 400 | UNKNOWN_FIELD   | 'too'
                    s1 | {"to":7}                  | 400 | INVALID_REQUEST | in quotes
                    s1 | {"timeoutMillis":5}       | 400 | INVALID_REQUEST | 100 to 60000
                    s1 | {"timeoutMillis":1.5}     | 400 | INVALID_REQUEST | whole number
                    s1 | {"timeoutMillis":1e99}    | 400 | INVALID_REQUEST | whole number
                    s1 | []                        | 400 | INVALID_REQUEST | object
                    s1 | {"to":"a2"                | 400 | MALFORMED_JSON  | line 1, column
                    s1 | {"to":"a2"} x             | 400 | MALFORMED_JSON  | line 1, column 13
                    s1 | {"to":"a2","to":"a1"}     | 400 | MALFORMED_JSON  | Duplicate
                    """)
    void aRefusalNamesTheInputAndTheRule(String shard, String body, int status, String code, String text) {
        HttpResponse<String> response = api.post("/v1/shards/" + shard + "/switchover", body, AS_JSON);
        assertProblem(response, status, code);
        assertThat(json(response).path("detail").asText()).contains(text);
        assertThat(api.operations.state().map().version()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"fault":"crash","node":"a99"}                | 404 | UNKNOWN_NODE    | no node
                    {}                                            | 400 | INVALID_REQUEST | crash, hang
                    {"fault":"CRASH","node":"a1"}                 | 400 | INVALID_REQUEST | 'CRASH'
                    {"fault":"crash"}                             | 400 | INVALID_REQUEST | needs a node
                    {"fault":"switchover"}                        | 400 | INVALID_REQUEST | needs a shard
                    {"fault":"crash","shard":"s1"}                | 400 | INVALID_REQUEST | shard out
                    {"fault":"switchover","node":"a1"}            | 400 | INVALID_REQUEST | node out
                    {"fault":"hand-over","node":"a1"}             | 400 | INVALID_REQUEST | leave the fields
                    {"fault":"hang","node":"a1","forMillis":1}    | 400 | INVALID_REQUEST | 100 to 60000
                    {"fault":"hang","node":"a1","forMillis":1.5}  | 400 | INVALID_REQUEST | whole number
                    {"fault":"crash","node":"a1","dryRun":"yes"}  | 400 | INVALID_REQUEST | neither true
                    {"fault":"crash","nodes":"a1"}                | 400 | UNKNOWN_FIELD   | 'nodes'
                    """)
    void aRefusedDrillNamesTheInputAndTheRule(String body, int status, String code, String text) {
        HttpResponse<String> response = api.post("/v1/drills", body, AS_JSON);
        assertProblem(response, status, code);
        assertThat(json(response).path("detail").asText()).contains(text);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/slots/16384,404,UNKNOWN_SLOT",
        "/v1/slots/-1,404,UNKNOWN_SLOT",
        "/v1/slots/x,404,UNKNOWN_SLOT",
        "/v1/shards/s9,404,UNKNOWN_SHARD",
        "/v1/nodes/nobody,404,UNKNOWN_NODE",
        "/v1/nothing,404,UNKNOWN_PATH",
        "/v1/history?limit=0,400,INVALID_PARAMETER",
        "/v1/history?limit=abc,400,INVALID_PARAMETER",
        "/v1/history?since=1&since=2,400,INVALID_PARAMETER",
        "/v1/slots/stream,426,UPGRADE_REQUIRED",
        "/v1/slots/stream?since=x,400,INVALID_PARAMETER",
        "/v1/slots/stream?since=99999999999999999999,400,INVALID_PARAMETER",
    })
    void badQuestionsAreAnsweredWithProblems(String path, int status, String code) {
        assertProblem(api.get(path), status, code);
    }

    @Test
    void badPercentEncodingIsRefused() throws IOException {
        assertThat(RawHttp.get(api.http.port(), "/v1/keys/a%zz"))
                .startsWith("HTTP/1.1 400")
                .contains("MALFORMED_URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "GET"})
    void onlyPostPromotes(String method) {
        HttpResponse<String> response = api.send(
                HttpRequest.newBuilder(api.uri(SWITCHOVER)).method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("POST");
    }

    @Test
    void onlyGetReads() {
        HttpResponse<String> response = api.post("/v1/slots", "{}", AS_JSON);
        assertProblem(response, 405, "METHOD_NOT_ALLOWED");
        assertThat(response.headers().firstValue("allow")).hasValue("GET");
    }

    @Test
    void anOversizedBodyIsRefused() {
        String body = "{\"to\":\"" + "x".repeat(64 * 1024) + "\"}";
        assertProblem(api.post(SWITCHOVER, body, AS_JSON), 413, "BODY_TOO_LARGE");
    }

    @Test
    void anotherContentTypeIsRefused() {
        assertProblem(api.post(SWITCHOVER, "{}", "Content-Type", "text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE");
        assertProblem(api.post(SWITCHOVER, "{}"), 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void aForeignPageIsRefused() {
        assertProblem(api.post(SWITCHOVER, "", "Origin", "http://evil.example"), 403, "CROSS_ORIGIN");
        assertThat(api.post(SWITCHOVER, "", "Origin", api.uri("").toString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anInternalFailureShowsNothingOfTheInside() {
        api.operations.failWith(new IllegalStateException("secret of the inside"));
        HttpResponse<String> response = api.get("/v1/nodes");
        assertProblem(response, 500, "INTERNAL_ERROR");
        assertThat(response.body()).doesNotContain("secret", "Exception", "at io.");
    }

    @Test
    void nodesAreFoundByIdAndByAgent() {
        JsonNode byAgent = json(api.get("/v1/nodes/a1"));
        assertThat(byAgent.path("serverVersion").asText()).isEqualTo("7.0.15");
        assertThat(json(api.get("/v1/nodes/" + byAgent.path("id").asText()))).isEqualTo(byAgent);
        assertThat(json(api.get("/v1/nodes")).path("nodes")).hasSize(6);
    }

    @Test
    void historyIsPagedBySequence() {
        JsonNode newest = json(api.get("/v1/history?limit=2")).path("history");
        assertThat(newest).hasSize(2);
        long last = newest.get(1).path("sequence").asLong();
        assertThat(json(api.get("/v1/history?since=" + (last - 1))).path("history"))
                .containsExactly(newest.get(1));
    }

    @Test
    void readinessFollowsTheCluster() {
        assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(api.get("/health/ready").statusCode()).isEqualTo(200);
        try (RunningApi empty = new RunningApi()) {
            HttpResponse<String> response = empty.get("/health/ready");
            assertProblem(response, 503, "NOT_READY");
            assertThat(json(response).path("detail").asText()).isEqualTo("Waiting for nodes to register.");
            assertProblem(empty.get("/v1/slots/7"), 404, "SLOT_NOT_ASSIGNED");
        }
    }

    @Test
    void metricsAreExported() {
        assertThat(api.get("/metrics").body())
                .contains(
                        "slotkeeper_map_version 4.0", "slotkeeper_subscribers 0.0", "slotkeeper_publish_seconds_count");
    }

    @Test
    void repliesCarrySecurityHeaders() {
        HttpResponse<String> response = api.get("/nothing");
        assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("content-security-policy")).isPresent();
    }

    @Test
    void aTakenPortIsNamedWithTheRemedy() {
        int taken = api.http.port();
        assertThatThrownBy(() -> RunningApi.await(HttpApi.start(
                        api.vertx,
                        new ApiServices(api.operations, api.publisher, api.registry),
                        new HttpApiOptions("127.0.0.1", taken, 1))))
                .cause()
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining(":" + taken)
                .hasMessageContaining("--http-port");
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(json(response).path("code").asText()).isEqualTo(code);
        assertThat(json(response).path("status").asInt()).isEqualTo(status);
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }
}
