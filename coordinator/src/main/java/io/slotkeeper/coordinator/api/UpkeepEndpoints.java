package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.core.control.UpkeepResult;
import java.util.List;

/** {@code POST /v1/pause}, {@code /v1/resume} and {@code /v1/nodes/{id}/drain}. */
final class UpkeepEndpoints {
    private final CoordinatorOperations operations;

    UpkeepEndpoints(CoordinatorOperations operations) {
        this.operations = operations;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(
                        "/v1/pause",
                        ctx -> Responses.json(
                                ctx,
                                operations.upkeep(UpkeepBody.pause(JsonBody.bytesOf(ctx))),
                                UpkeepEndpoints::reply)),
                Endpoint.post(
                        "/v1/resume",
                        ctx -> Responses.json(
                                ctx,
                                operations.upkeep(UpkeepBody.resume(JsonBody.bytesOf(ctx))),
                                UpkeepEndpoints::reply)),
                Endpoint.post(
                        "/v1/nodes/{id}/drain",
                        ctx -> Responses.json(
                                ctx,
                                operations.upkeep(UpkeepBody.drain(ctx.pathParam("id"), JsonBody.bytesOf(ctx))),
                                UpkeepEndpoints::reply)));
    }

    /** What is answered. */
    static JsonNode reply(UpkeepResult result) {
        if (result instanceof UpkeepResult.Done done) {
            return ApiJson.upkept(done);
        }
        UpkeepResult.Refused refused = (UpkeepResult.Refused) result;
        throw new ApiException(refused.code(), refused.text());
    }
}
