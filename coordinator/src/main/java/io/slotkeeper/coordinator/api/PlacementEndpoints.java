package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slotkeeper.core.plan.FailureReport;
import io.slotkeeper.core.record.ClusterState;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code GET /v1/placement}: what the loss of a zone or of a host would do. */
final class PlacementEndpoints {
    private final CoordinatorOperations operations;

    PlacementEndpoints(CoordinatorOperations operations) {
        this.operations = operations;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/v1/placement", this::placement));
    }

    private void placement(RoutingContext ctx) {
        ClusterState state = operations.state();
        ObjectNode json = ApiJson.object().put("version", state.map().version());
        ArrayNode losses = json.putArray("losses");
        FailureReport.of(state.map()).losses().forEach(loss -> losses.add(loss(loss)));
        Responses.json(ctx, json);
    }

    private static ObjectNode loss(FailureReport.Loss loss) {
        ObjectNode json = ApiJson.object()
                .put("domain", loss.domain().label())
                .put("name", loss.name())
                .put("survived", loss.isSurvived());
        ArrayNode shards = json.putArray("shards");
        for (FailureReport.Impact impact : loss.shards()) {
            ArrayNode left = shards.addObject()
                    .put("shard", impact.shard())
                    .put("effect", impact.effect().label())
                    .putArray("left");
            impact.left().forEach(node -> left.add(node.address()));
        }
        return json;
    }
}
