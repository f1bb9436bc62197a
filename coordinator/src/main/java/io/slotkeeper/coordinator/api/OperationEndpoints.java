package io.slotkeeper.coordinator.api;

import io.slotkeeper.core.control.OperationRequest;
import io.slotkeeper.core.control.OperationRequest.Action;
import io.slotkeeper.core.control.RefusalCode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code /v1/operations}. */
final class OperationEndpoints {
    private final CoordinatorOperations operations;

    OperationEndpoints(CoordinatorOperations operations) {
        this.operations = operations;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                        "/v1/operations",
                        ctx -> Responses.json(
                                ctx,
                                operations.overview(),
                                overview ->
                                        OperationJson.list(operations.state().operations(), overview.operation()))),
                Endpoint.post("/v1/operations", this::start),
                Endpoint.get("/v1/operations/{id}", this::show),
                Endpoint.delete("/v1/operations/{id}", ctx -> steer(ctx, Action.ABORT)),
                Endpoint.post("/v1/operations/{id}/pause", ctx -> steer(ctx, Action.PAUSE)),
                Endpoint.post("/v1/operations/{id}/resume", ctx -> steer(ctx, Action.RESUME)),
                Endpoint.post("/v1/operations/{id}/throttle", ctx -> steer(ctx, Action.THROTTLE)));
    }

    private void show(RoutingContext ctx) {
        long id = id(ctx);
        Responses.json(ctx, operations.overview(), overview -> operations
                .state()
                .operations()
                .find(id)
                .map(operation -> OperationJson.operation(operation, overview.operation()))
                .orElseThrow(() -> new ApiException(
                        RefusalCode.UNKNOWN_OPERATION, "there is no operation " + id + "; see /v1/operations")));
    }

    private void start(RoutingContext ctx) {
        operate(ctx, OperationBody.start(JsonBody.bytesOf(ctx)));
    }

    private void steer(RoutingContext ctx, Action action) {
        byte[] body = ctx.body() == null ? new byte[0] : JsonBody.bytesOf(ctx);
        operate(ctx, OperationBody.steer(id(ctx), action, body));
    }

    private void operate(RoutingContext ctx, OperationRequest request) {
        Responses.json(ctx, operations.operate(request), OperationJson::reply);
    }

    private static long id(RoutingContext ctx) {
        String given = ctx.pathParam("id");
        if (!given.matches("[0-9]{1,18}")) {
            throw new ApiException(
                    RefusalCode.UNKNOWN_OPERATION,
                    "'" + given + "' is not the number of an operation; see /v1/operations");
        }
        return Long.parseLong(given);
    }
}
