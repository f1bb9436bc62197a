package io.slotkeeper.coordinator.api;

import io.slotkeeper.coordinator.publish.SubscriberGroup;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/slots/stream}: turns a request into a WebSocket and hands it to the publisher. */
final class StreamEndpoint {
    /** The only subprotocol. A client that offers none gets the same frames. */
    static final String SUBPROTOCOL = "slotkeeper.v1.json";

    private static final Logger LOG = LoggerFactory.getLogger(StreamEndpoint.class);

    private final SubscriberGroup group;

    StreamEndpoint(SubscriberGroup group) {
        this.group = group;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/v1/slots/stream", this::open));
    }

    private void open(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        OptionalLong since = QueryParameter.number(ctx, "since", 0, Long.MAX_VALUE);
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            ctx.response().putHeader(HttpHeaders.UPGRADE, "websocket");
            throw new ApiException(
                    ProblemCode.UPGRADE_REQUIRED,
                    "this is a WebSocket; connect with ws://, or read the map once at /v1/slots");
        }
        checkSubprotocol(request.headers().getAll("Sec-WebSocket-Protocol"));
        request.toWebSocket()
                .onSuccess(socket -> group.add(socket, since))
                .onFailure(e -> LOG.debug("{} failed to open a stream: {}", request.remoteAddress(), e.toString()));
    }

    private static void checkSubprotocol(List<String> offered) {
        boolean known = offered.isEmpty()
                || offered.stream()
                        .flatMap(line -> Arrays.stream(line.split(",")))
                        .anyMatch(name -> name.trim().equals(SUBPROTOCOL));
        if (!known) {
            throw new ApiException(
                    ProblemCode.UNSUPPORTED_SUBPROTOCOL,
                    "none of the offered subprotocols is known; offer " + SUBPROTOCOL + ", or none");
        }
    }
}
