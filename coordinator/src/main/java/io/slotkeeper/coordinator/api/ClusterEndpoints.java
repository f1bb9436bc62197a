package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slotkeeper.core.control.ClusterOverview;
import io.slotkeeper.core.control.NodeStatus;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.HistoryEntry;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Shards, nodes, history, operations and the whole cluster's status. */
final class ClusterEndpoints {
    private static final long DEFAULT_HISTORY = 100;

    private final CoordinatorOperations operations;

    ClusterEndpoints(CoordinatorOperations operations) {
        this.operations = operations;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/shards", this::shards),
                Endpoint.get("/v1/shards/{id}", this::shard),
                Endpoint.get("/v1/nodes", this::nodes),
                Endpoint.get("/v1/nodes/{id}", this::node),
                Endpoint.get("/v1/history", this::history),
                Endpoint.get("/v1/status", this::status));
    }

    private void shards(RoutingContext ctx) {
        Responses.json(ctx, operations.overview(), overview -> {
            ClusterState state = operations.state();
            ObjectNode json = ApiJson.object().put("version", state.map().version());
            return json.set("shards", ApiJson.shards(state, overview));
        });
    }

    private void shard(RoutingContext ctx) {
        String id = ctx.pathParam("id");
        Responses.json(ctx, operations.overview(), overview -> {
            Shard shard = operations
                    .state()
                    .map()
                    .shard(id)
                    .orElseThrow(() -> new ApiException(
                            RefusalCode.UNKNOWN_SHARD, "there is no shard '" + id + "'; see /v1/shards"));
            return ApiJson.shard(shard, ApiJson.statusOf(id, overview));
        });
    }

    private void nodes(RoutingContext ctx) {
        Responses.json(
                ctx, operations.overview(), overview -> ApiJson.object().set("nodes", ApiJson.nodes(overview.nodes())));
    }

    private void node(RoutingContext ctx) {
        String wanted = ctx.pathParam("id");
        Responses.json(ctx, operations.overview(), overview -> nodeNamed(wanted, overview));
    }

    private static JsonNode nodeNamed(String wanted, ClusterOverview overview) {
        return overview.nodes().stream()
                .filter(status -> isNamed(status, wanted))
                .findFirst()
                .map(ApiJson::node)
                .orElseThrow(() -> new ApiException(
                        RefusalCode.UNKNOWN_NODE,
                        "there is no node or agent '" + wanted + "'; give a node id of 40 digits or an agent's name,"
                                + " see /v1/nodes"));
    }

    private static boolean isNamed(NodeStatus status, String wanted) {
        return status.agent().equals(wanted)
                || status.node().filter(node -> node.id().hex().equals(wanted)).isPresent();
    }

    private void history(RoutingContext ctx) {
        long limit = QueryParameter.number(ctx, "limit", 1, ClusterState.HISTORY_LIMIT)
                .orElse(DEFAULT_HISTORY);
        long since = QueryParameter.number(ctx, "since", 0, Long.MAX_VALUE).orElse(0);
        List<HistoryEntry> entries = operations.state().history().stream()
                .filter(entry -> entry.sequence() > since)
                .toList();
        ObjectNode json = ApiJson.object();
        ArrayNode array = json.putArray("history");
        int skip = (int) Math.max(0, entries.size() - limit);
        entries.stream().skip(skip).map(ApiJson::historyEntry).forEach(array::add);
        Responses.json(ctx, json);
    }

    private void status(RoutingContext ctx) {
        Responses.json(ctx, operations.overview(), overview -> ApiJson.status(operations, overview));
    }
}
