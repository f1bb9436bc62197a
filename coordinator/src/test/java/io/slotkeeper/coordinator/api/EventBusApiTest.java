package io.slotkeeper.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventBusApiTest {
    private final RunningApi api = RunningApi.formed();
    private final EventBusApi bus = new EventBusApi(api.vertx, api.operations, api.publisher);

    @BeforeEach
    void start() {
        RunningApi.await(bus.start());
    }

    @AfterEach
    void close() {
        RunningApi.await(bus.close());
        api.close();
    }

    @Test
    void aSwitchoverAnswersAsRestDoes() {
        JsonObject reply = request(
                "slotkeeper.switchover", new JsonObject().put("shard", "s1").put("to", "a2"));
        assertThat(reply.fieldNames()).containsExactly("version", "primary", "tookMillis", "blockedMillis");
        assertThat(reply.getJsonObject("primary").getInteger("port")).isEqualTo(7001);
        assertThat(request("slotkeeper.failover", new JsonObject().put("shard", "s1"))
                        .getLong("version"))
                .isEqualTo(8);
    }

    @Test
    void theSnapshotAndTheOperationsCanBeAskedFor() {
        assertThat(request("slotkeeper.slots.get", new JsonObject()).encode())
                .isEqualTo(api.get("/v1/slots").body());
        assertThat(request("slotkeeper.operations", new JsonObject()).encode()).isEqualTo("{\"operations\":[]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"shard":"s9"}              | 404 | UNKNOWN_SHARD: there is no shard 's9'
                    {"shard":"s1","to":"a1"}    | 409 | ALREADY_PRIMARY:
                    {"shard":"s1","to":"a99"}   | 404 | UNKNOWN_NODE: there is no node 'a99'
                    {"shard":"s1","timeoutMillis":5} | 400 | INVALID_REQUEST:
                    {"shard":"s1","when":"now"} | 400 | UNKNOWN_FIELD: field 'when'
                    {"shard":7}                 | 400 | INVALID_REQUEST: field shard
                    {}                          | 400 | INVALID_REQUEST: field shard is missing
                    """)
    void aRefusalHasItsCodeAndSentence(String body, int code, String text) {
        ReplyException failure = refusal("slotkeeper.switchover", new JsonObject(body));
        assertThat(failure.failureCode()).isEqualTo(code);
        assertThat(failure.getMessage()).startsWith(text);
    }

    @Test
    void bodiesThatAreNoObjectsAreRefused() {
        assertThat(refusal("slotkeeper.failover", "s1").getMessage()).startsWith("INVALID_REQUEST: ");
        assertThat(refusal("slotkeeper.failover", null).getMessage()).startsWith("INVALID_REQUEST: ");
    }

    @Test
    void anOversizedBodyIsRefused() {
        ReplyException failure =
                refusal("slotkeeper.switchover", new JsonObject().put("shard", "x".repeat(HttpRoutes.MAX_BODY_BYTES)));
        assertThat(failure.failureCode()).isEqualTo(413);
        assertThat(failure.getMessage()).startsWith("BODY_TOO_LARGE: ").hasSizeLessThan(200);
    }

    @Test
    void anInternalFailureShowsNothingOfTheInside() {
        api.operations.failWith(new IllegalStateException("secret"));
        ReplyException failure = refusal("slotkeeper.failover", new JsonObject().put("shard", "s1"));
        assertThat(failure.failureCode()).isEqualTo(500);
        assertThat(failure.getMessage()).startsWith("INTERNAL_ERROR: ").doesNotContain("secret");
    }

    private JsonObject request(String address, Object body) {
        return RunningApi.await(api.vertx.eventBus().<JsonObject>request(address, body))
                .body();
    }

    private ReplyException refusal(String address, Object body) {
        try {
            var reply = api.vertx
                    .eventBus()
                    .request(address, body)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            throw new AssertionError("answered with " + reply.body());
        } catch (CompletionException e) {
            return (ReplyException) e.getCause();
        }
    }
}
