package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.record.Upkeep;
import java.util.Set;
import java.util.function.Supplier;

/** Reads what a client sends to ask for a pause, its end, or a drain. Stateless and safe for any thread. */
final class UpkeepBody {
    private static final Set<String> PAUSE_FIELDS = Set.of("shard", "forMillis", "reason");
    private static final Set<String> RESUME_FIELDS = Set.of("shard");
    private static final Set<String> DRAIN_FIELDS = Set.of("undo", "timeoutMillis");
    private static final Set<String> BUS_DRAIN_FIELDS = Set.of("node", "undo", "timeoutMillis");

    private UpkeepBody() {}

    static UpkeepRequest pause(byte[] body) {
        JsonNode json = JsonBody.read(body, PAUSE_FIELDS);
        return checked(() -> new UpkeepRequest.Pause(
                shard(json),
                JsonBody.millis(json, "forMillis", UpkeepRequest.Pause.DEFAULT_MILLIS, "1000 to 86400000"),
                JsonBody.text(json, "reason").orElse("")));
    }

    static UpkeepRequest resume(byte[] body) {
        return new UpkeepRequest.Resume(shard(JsonBody.read(body, RESUME_FIELDS)));
    }

    static UpkeepRequest drain(String node, byte[] body) {
        return drain(node, JsonBody.read(body, DRAIN_FIELDS));
    }

    /** As an event-bus request, which names the node itself. */
    static UpkeepRequest drain(byte[] body) {
        JsonNode json = JsonBody.read(body, BUS_DRAIN_FIELDS);
        String node = JsonBody.text(json, "node")
                .orElseThrow(() -> new ApiException(
                        ProblemCode.INVALID_REQUEST,
                        "field node is missing; name a node id or an agent, e.g. {\"node\":\"a1\"}"));
        return drain(node, json);
    }

    private static UpkeepRequest drain(String node, JsonNode json) {
        return checked(() -> JsonBody.flag(json, "undo")
                ? new UpkeepRequest.Undrain(node)
                : new UpkeepRequest.Drain(node, PromotionBody.timeout(json)));
    }

    private static String shard(JsonNode json) {
        return JsonBody.text(json, "shard").orElse(Upkeep.CLUSTER);
    }

    private static UpkeepRequest checked(Supplier<UpkeepRequest> request) {
        try {
            return request.get();
        } catch (IllegalArgumentException e) {
            throw new ApiException(ProblemCode.INVALID_REQUEST, e.getMessage());
        }
    }
}
