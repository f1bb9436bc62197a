package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.PromotionResult.Promoted;
import io.slotkeeper.core.control.PromotionResult.Refused;
import io.slotkeeper.core.record.ElectionKind;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code POST …/failover} and {@code …/switchover}. */
final class PromotionEndpoints {
    private final CoordinatorOperations operations;

    PromotionEndpoints(CoordinatorOperations operations) {
        this.operations = operations;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/v1/shards/{id}/failover", ctx -> promote(ctx, ElectionKind.FAILOVER)),
                Endpoint.post("/v1/shards/{id}/switchover", ctx -> promote(ctx, ElectionKind.SWITCHOVER)));
    }

    private void promote(RoutingContext ctx, ElectionKind kind) {
        var request = PromotionBody.ofRest(kind, ctx.pathParam("id"), JsonBody.bytesOf(ctx));
        Responses.json(ctx, operations.promote(request), PromotionEndpoints::reply);
    }

    /** What is answered to a promotion. */
    static JsonNode reply(PromotionResult result) {
        if (result instanceof Promoted promoted) {
            return ApiJson.promoted(promoted);
        }
        Refused refused = (Refused) result;
        throw new ApiException(refused.code(), refused.text());
    }
}
