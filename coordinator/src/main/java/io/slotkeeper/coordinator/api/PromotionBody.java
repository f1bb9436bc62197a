package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.record.ElectionKind;
import java.util.Set;

/** Reads what a client sends to ask for a failover or switchover. Stateless and safe for any thread. */
final class PromotionBody {
    private static final Set<String> REST_FIELDS = Set.of("to", "timeoutMillis");
    private static final Set<String> BUS_FIELDS = Set.of("shard", "to", "timeoutMillis");

    private PromotionBody() {}

    /**
     * Reads the body of a REST request, which may be empty.
     *
     * @throws ApiException if it is not what the interface takes
     */
    static PromotionRequest ofRest(ElectionKind kind, String shard, byte[] body) {
        return request(kind, shard, JsonBody.read(body, REST_FIELDS));
    }

    /**
     * Reads an event-bus request.
     *
     * @throws ApiException if it is not what the interface takes
     */
    static PromotionRequest ofBus(ElectionKind kind, byte[] body) {
        JsonNode json = JsonBody.read(body, BUS_FIELDS);
        String shard = JsonBody.text(json, "shard")
                .orElseThrow(() -> new ApiException(
                        ProblemCode.INVALID_REQUEST,
                        "field shard is missing; name the shard, e.g. {\"shard\":\"s1\"}"));
        return request(kind, shard, json);
    }

    private static PromotionRequest request(ElectionKind kind, String shard, JsonNode json) {
        try {
            return new PromotionRequest(kind, shard, JsonBody.text(json, "to"), timeout(json));
        } catch (IllegalArgumentException e) {
            throw new ApiException(ProblemCode.INVALID_REQUEST, e.getMessage());
        }
    }

    /** How long writes may stay paused. */
    static long timeout(JsonNode json) {
        return JsonBody.millis(json, "timeoutMillis", PromotionRequest.DEFAULT_TIMEOUT_MILLIS, "100 to 60000");
    }
}
