package io.slotkeeper.cli.client;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A stream of frames over a real WebSocket server; the test decides what each connection gets. */
final class StreamServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<ServerWebSocket> sockets = new LinkedBlockingQueue<>();
    private final HttpServer server;

    StreamServer() {
        this(0);
    }

    StreamServer(int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .addWebSocketSubProtocol("slotkeeper.v1.json");
        server = vertx.createHttpServer(options)
                .webSocketHandler(socket -> {
                    requests.add(socket.uri() + " " + socket.subProtocol());
                    sockets.add(socket);
                })
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    int port() {
        return server.actualPort();
    }

    /** Path with query and subprotocol of every connection. */
    List<String> requests() {
        return requests;
    }

    /** The next connection. */
    ServerWebSocket next() throws InterruptedException, TimeoutException {
        ServerWebSocket socket = sockets.poll(10, TimeUnit.SECONDS);
        if (socket == null) {
            throw new TimeoutException("nobody connected within 10 s");
        }
        return socket;
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
