package io.slotkeeper.agent.health;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Serves {@code /health/live}, {@code /health/ready} and {@code /metrics}. Live: the event loop runs. Ready:
 * the node answers and can be used.
 */
public final class HealthServer {
    private final String host;
    private final Supplier<Optional<String>> notReady;
    private final Supplier<String> scrape;
    private final HttpServer server;

    /**
     * Nothing listens yet.
     *
     * @param host address to bind to
     * @param notReady why the agent is not ready; absent when it is
     * @param scrape all metrics in the Prometheus text format
     */
    public HealthServer(Vertx vertx, String host, Supplier<Optional<String>> notReady, Supplier<String> scrape) {
        this.host = host;
        this.notReady = notReady;
        this.scrape = scrape;
        this.server = vertx.createHttpServer(new HttpServerOptions().setHost(host));
    }

    /** Listens. Fails with the port and the remedy in its text when the port is taken. */
    public Future<Void> start(int port) {
        return server.requestHandler(this::answer)
                .listen(port, host)
                .<Void>mapEmpty()
                .recover(e -> Future.failedFuture(new IllegalStateException(
                        "the agent's HTTP port " + port + " cannot be used on " + host + " (" + e.getMessage()
                                + "); give another --http-port, or 0 for none",
                        e)));
    }

    /** Stops listening. */
    public Future<Void> stop() {
        return server.close();
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/health/live" -> text(request, 200, "live");
            case "/health/ready" ->
                notReady.get().ifPresentOrElse(why -> text(request, 503, why), () -> text(request, 200, "ready"));
            case "/metrics" -> {
                request.response().putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
                request.response().end(scrape.get());
            }
            default -> text(request, 404, "there are /health/live, /health/ready and /metrics here");
        }
    }

    private static void text(HttpServerRequest request, int status, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(text + "\n");
    }
}
