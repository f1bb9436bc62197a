package io.slotkeeper.coordinator.api;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** The running HTTP interface: REST and the WebSocket stream. Methods may be called from any thread. */
public final class HttpApi {
    private final Vertx vertx;
    private final String deployment;
    private final int port;

    private HttpApi(Vertx vertx, String deployment, int port) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.port = port;
    }

    /**
     * Starts listening.
     *
     * @return fails with an {@link IOException} that names the port and the remedy when it cannot listen there
     */
    public static Future<HttpApi> start(Vertx vertx, ApiServices services, HttpApiOptions options) {
        AtomicInteger port = new AtomicInteger();
        var deployment = new DeploymentOptions().setInstances(options.eventLoops());
        return vertx.deployVerticle(() -> new HttpServerVerticle(services, options, port::set), deployment)
                .map(id -> new HttpApi(vertx, id, port.get()))
                .recover(e -> Future.failedFuture(new IOException(
                        "cannot listen on " + options.host() + ":" + options.port() + " (" + e.getMessage()
                                + "); free that port, or choose another with --http-port",
                        e)));
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Closes all streams, telling their clients, and stops listening. A second call does nothing. */
    public Future<Void> close() {
        return vertx.deploymentIDs().contains(deployment) ? vertx.undeploy(deployment) : Future.succeededFuture();
    }
}
