package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.core.control.DrillRequest;
import io.slotkeeper.core.control.DrillResult;
import io.slotkeeper.core.protocol.DrillFault;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code POST /v1/drills}: a fault on purpose. */
final class DrillEndpoints {
    private static final Set<String> FIELDS = Set.of("fault", "node", "shard", "forMillis", "dryRun");

    private final CoordinatorOperations operations;

    DrillEndpoints(CoordinatorOperations operations) {
        this.operations = operations;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/v1/drills", this::drill));
    }

    private void drill(RoutingContext ctx) {
        DrillRequest request = request(JsonBody.read(JsonBody.bytesOf(ctx), FIELDS));
        Responses.json(ctx, operations.drill(request), DrillEndpoints::reply);
    }

    private static DrillRequest request(JsonNode json) {
        DrillFault fault = fault(json);
        Optional<String> node = JsonBody.text(json, "node");
        Optional<String> shard = JsonBody.text(json, "shard");
        boolean superfluous =
                switch (fault.target()) {
                    case NODE -> shard.isPresent();
                    case SHARD -> node.isPresent();
                    case LEADER -> node.isPresent() || shard.isPresent();
                };
        if (superfluous) {
            throw new ApiException(
                    ProblemCode.INVALID_REQUEST,
                    "a drill of " + name(fault) + " is about "
                            + switch (fault.target()) {
                                case NODE -> "a node: leave the field shard out";
                                case SHARD -> "a shard: leave the field node out";
                                case LEADER -> "the leader: leave the fields node and shard out";
                            });
        }
        try {
            return new DrillRequest(
                    fault,
                    node.or(() -> shard).orElse(""),
                    JsonBody.millis(json, "forMillis", DrillRequest.DEFAULT_FOR_MILLIS, "100 to 60000"),
                    JsonBody.flag(json, "dryRun"));
        } catch (IllegalArgumentException e) {
            throw new ApiException(ProblemCode.INVALID_REQUEST, e.getMessage());
        }
    }

    private static DrillFault fault(JsonNode json) {
        String given = JsonBody.text(json, "fault").orElse("");
        return Arrays.stream(DrillFault.values())
                .filter(fault -> name(fault).equals(given))
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        ProblemCode.INVALID_REQUEST,
                        "field fault is '" + given + "'; it must be one of "
                                + Arrays.stream(DrillFault.values())
                                        .map(DrillEndpoints::name)
                                        .collect(Collectors.joining(", "))));
    }

    private static String name(DrillFault fault) {
        return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonNode reply(DrillResult result) {
        if (result instanceof DrillResult.Begun begun) {
            return ApiJson.object()
                    .put("fault", name(begun.fault()))
                    .put("text", begun.text())
                    .put("dryRun", begun.dryRun());
        }
        DrillResult.Refused refused = (DrillResult.Refused) result;
        throw new ApiException(refused.code(), refused.text());
    }
}
