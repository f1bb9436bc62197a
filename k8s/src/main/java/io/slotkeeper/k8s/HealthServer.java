package io.slotkeeper.k8s;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** {@code /health/live}: the process works. {@code /health/ready}: its watches do. */
final class HealthServer implements AutoCloseable {
    private final HttpServer server;

    /**
     * Nothing is answered yet.
     *
     * @throws IllegalStateException if the port is taken
     */
    HealthServer(int port, BooleanSupplier ready) {
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the HTTP port " + port + " cannot be used (" + e.getMessage() + "); give another --http-port", e);
        }
        server.createContext("/health/live", exchange -> answer(exchange, true));
        server.createContext("/health/ready", exchange -> answer(exchange, ready.getAsBoolean()));
    }

    void start() {
        server.start();
    }

    private static void answer(HttpExchange exchange, boolean well) throws IOException {
        byte[] body = (well ? "ok\n" : "a watch of the API server is broken\n").getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(well ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
