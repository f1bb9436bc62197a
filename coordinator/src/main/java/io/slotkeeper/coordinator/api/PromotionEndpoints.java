package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.PromotionResult.Promoted;
import io.slotkeeper.core.control.PromotionResult.Refused;
import io.slotkeeper.core.record.ElectionKind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

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
        Buffer body = ctx.body().buffer();
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        if (bytes.length > 0) {
            checkContentType(ctx.request().getHeader(HttpHeaders.CONTENT_TYPE));
        }
        var request = PromotionBody.ofRest(kind, ctx.pathParam("id"), bytes);
        Responses.json(ctx, operations.promote(request), PromotionEndpoints::reply);
    }

    private static void checkContentType(String given) {
        String type = given == null ? "" : given.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (!type.equals(Responses.JSON)) {
            throw new ApiException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body's content type is '" + (given == null ? "" : given)
                            + "'; send Content-Type: application/json, or no body");
        }
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
