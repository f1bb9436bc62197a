package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slotkeeper.coordinator.publish.Frame;
import io.slotkeeper.coordinator.publish.SlotMapPublisher;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.slot.KeySlot;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;

/** {@code /v1/slots} and {@code /v1/keys}: where things are. */
final class SlotEndpoints {
    private static final String KEYS = "/v1/keys/";

    private final CoordinatorOperations operations;
    private final SlotMapPublisher publisher;

    SlotEndpoints(CoordinatorOperations operations, SlotMapPublisher publisher) {
        this.operations = operations;
        this.publisher = publisher;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/slots", this::slots),
                Endpoint.get("/v1/slots/{slot}", this::slot),
                Endpoint.get(KEYS + "{key}", this::key));
    }

    private void slots(RoutingContext ctx) {
        // From the publisher, not from the state: a client goes on from here with the stream, which may not be behind.
        Frame snapshot = publisher.snapshot();
        String tag = "\"" + snapshot.version() + "\"";
        ctx.response().putHeader(HttpHeaders.ETAG, tag).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (matches(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            ctx.response().setStatusCode(304).end();
        } else {
            Responses.send(ctx, 200, Responses.JSON, snapshot.bytes());
        }
    }

    /** The weak comparison of RFC 9110, section 13.1.2. */
    private static boolean matches(String ifNoneMatch, String tag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::trim)
                        .anyMatch(t -> t.equals("*") || t.equals(tag) || t.equals("W/" + tag));
    }

    private void slot(RoutingContext ctx) {
        String given = ctx.pathParam("slot");
        if (!given.matches("[0-9]{1,5}") || Integer.parseInt(given) >= KeySlot.SLOTS) {
            throw new ApiException(
                    ProblemCode.UNKNOWN_SLOT, "slot '" + given + "' does not exist; slots are 0 to 16383");
        }
        Responses.json(ctx, located(Integer.parseInt(given)));
    }

    private void key(RoutingContext ctx) {
        byte[] key = PercentEncoding.decode(ctx.request().path().substring(KEYS.length()));
        Responses.json(ctx, located(KeySlot.of(key)));
    }

    private ObjectNode located(int slot) {
        SlotMap map = operations.state().map();
        Shard owner = map.ownerOf(slot)
                .orElseThrow(() -> new ApiException(
                        ProblemCode.SLOT_NOT_ASSIGNED,
                        "slot " + slot + " has no shard at version " + map.version()
                                + "; wait until the cluster is formed, see /v1/status"));
        return ApiJson.slot(slot, owner, map.version());
    }
}
