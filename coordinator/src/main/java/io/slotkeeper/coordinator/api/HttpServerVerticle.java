package io.slotkeeper.coordinator.api;

import io.slotkeeper.coordinator.publish.SubscriberGroup;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** One event loop's share of the HTTP interface. */
final class HttpServerVerticle extends VerticleBase {
    /**
     * Bytes that the kernel may hold for a client that does not read. Without a limit it would grow to megabytes for
     * each slow reader, out of sight of the bound that the publisher keeps.
     */
    private static final int SEND_BUFFER_BYTES = 32 * 1024;

    private static final int IDLE_SECONDS = 90;

    private final ApiServices services;
    private final HttpApiOptions options;
    private final IntConsumer listening;
    private HttpServer server;
    private SubscriberGroup group;

    HttpServerVerticle(ApiServices services, HttpApiOptions options, IntConsumer listening) {
        this.services = services;
        this.options = options;
        this.listening = listening;
    }

    @Override
    public Future<?> start() {
        group = services.publisher().openGroup(context);
        server = vertx.createHttpServer(serverOptions());
        return server.requestHandler(HttpRoutes.router(vertx, HttpRoutes.endpoints(services, group)))
                .listen()
                .onSuccess(s -> listening.accept(s.actualPort()))
                .onFailure(e -> services.publisher().closeGroup(group));
    }

    private HttpServerOptions serverOptions() {
        HttpServerOptions http = new HttpServerOptions()
                // Vert.x gives instances one common free port when it is negative, each its own when it is 0.
                .setPort(options.port() == 0 ? -1 : options.port())
                .setHost(options.host())
                .setHttp2ClearTextEnabled(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .addWebSocketSubProtocol(StreamEndpoint.SUBPROTOCOL);
        http.setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
        http.setSendBufferSize(SEND_BUFFER_BYTES).setTcpNoDelay(true);
        return http;
    }

    @Override
    public Future<?> stop() {
        services.publisher().closeGroup(group);
        return server.close();
    }
}
