package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.core.control.CustodyRequest;
import io.slotkeeper.core.control.CustodyResult;
import io.slotkeeper.core.control.CustodyWish;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** {@code POST /v1/observe}, {@code /v1/adopt} and {@code /v1/release}: who acts on the nodes. */
final class CustodyEndpoints {
    private static final Set<String> FIELDS = Set.of("dryRun");

    private final CoordinatorOperations operations;

    CustodyEndpoints(CoordinatorOperations operations) {
        this.operations = operations;
    }

    List<Endpoint> endpoints() {
        return Arrays.stream(CustodyWish.values())
                .map(wish -> Endpoint.post("/v1/" + wish.label(), ctx -> wish(ctx, wish)))
                .toList();
    }

    private void wish(RoutingContext ctx, CustodyWish wish) {
        boolean dryRun = JsonBody.flag(JsonBody.read(JsonBody.bytesOf(ctx), FIELDS), "dryRun");
        Responses.json(ctx, operations.wish(new CustodyRequest(wish, dryRun)), result -> reply(result, wish, dryRun));
    }

    private static JsonNode reply(CustodyResult result, CustodyWish wish, boolean dryRun) {
        if (result instanceof CustodyResult.Told told) {
            return ApiJson.object()
                    .put("wish", wish.label())
                    .put("dryRun", dryRun)
                    .put("text", told.text());
        }
        CustodyResult.Refused refused = (CustodyResult.Refused) result;
        throw new ApiException(refused.code(), refused.text());
    }
}
