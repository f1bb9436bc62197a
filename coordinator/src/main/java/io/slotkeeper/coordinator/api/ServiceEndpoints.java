package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.core.control.ClusterOverview;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Health, metrics and self-description. */
final class ServiceEndpoints {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String INDEX = """
            Slotkeeper coordinator

            /v1/status        the cluster at a glance
            /v1/slots         the slot map; /v1/slots/stream streams its changes (WebSocket)
            /v1/shards        shards; POST /v1/shards/{id}/switchover and /failover
            /v1/nodes         nodes and their agents
            /v1/history       what happened, and why
            /health/live      /health/ready      /metrics
            /openapi.yaml     all of this, precisely
            """;

    private final CoordinatorOperations operations;
    private final PrometheusMeterRegistry registry;
    private final Buffer openApi = resource("openapi.yaml");

    ServiceEndpoints(CoordinatorOperations operations, PrometheusMeterRegistry registry) {
        this.operations = operations;
        this.registry = registry;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/", ctx -> Responses.send(ctx, 200, "text/plain; charset=utf-8", Buffer.buffer(INDEX))),
                Endpoint.get("/openapi.yaml", ctx -> Responses.send(ctx, 200, "application/yaml", openApi)),
                Endpoint.get(
                        "/health/live",
                        ctx -> Responses.json(ctx, ApiJson.object().put("status", "live"))),
                Endpoint.get("/health/ready", this::ready),
                Endpoint.get("/metrics", this::metrics));
    }

    private void ready(RoutingContext ctx) {
        Responses.json(ctx, operations.overview(), ServiceEndpoints::readiness);
    }

    private static JsonNode readiness(ClusterOverview overview) {
        if (!overview.ready()) {
            throw new ApiException(ProblemCode.NOT_READY, overview.text());
        }
        return ApiJson.object().put("status", "ready").put("text", overview.text());
    }

    private void metrics(RoutingContext ctx) {
        ctx.vertx()
                .executeBlocking(registry::scrape, false)
                .onSuccess(text -> Responses.send(ctx, 200, PROMETHEUS, Buffer.buffer(text)))
                .onFailure(ctx::fail);
    }

    private static Buffer resource(String name) {
        try (InputStream in = ServiceEndpoints.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the coordinator's jar; build it again");
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " from the coordinator's jar", e);
        }
    }
}
