package io.slotkeeper.bench.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.List;

/** One event loop's share of the crowd. */
final class CrowdVerticle extends VerticleBase {
    /** Connections that are being opened; more would overflow the listener's queue. */
    private static final int AT_ONCE = 32;

    private static final String VERSION = "\"version\":";

    private final Crowd crowd;
    private final URI coordinator;
    private final int size;
    private final Promise<Void> joined = Promise.promise();
    private WebSocketClient client;
    private int asked;
    private int open;

    CrowdVerticle(Crowd crowd, URI coordinator, int size) {
        this.crowd = crowd;
        this.coordinator = coordinator;
        this.size = size;
    }

    @Override
    public Future<?> start() {
        client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(size + AT_ONCE));
        for (int i = 0; i < AT_ONCE; i++) {
            connectNext();
        }
        if (size == 0) {
            joined.complete();
        }
        return joined.future();
    }

    private void connectNext() {
        if (asked == size) {
            return;
        }
        asked++;
        client.connect(new WebSocketConnectOptions()
                        .setHost(coordinator.getHost())
                        .setPort(coordinator.getPort())
                        .setURI("/v1/slots/stream")
                        .setSubProtocols(List.of("slotkeeper.v1.json")))
                .onSuccess(this::connected)
                .onFailure(joined::tryFail);
    }

    private void connected(WebSocket socket) {
        new Member().follow(socket);
        open++;
        if (open == size) {
            joined.tryComplete();
        }
        connectNext();
    }

    /** One client. Reads of a frame only what it needs: the machine also runs what is measured. */
    private final class Member {
        private long version = -1;

        void follow(WebSocket socket) {
            socket.textMessageHandler(this::received);
            socket.closeHandler(closed -> crowd.fault("A subscriber was closed: " + socket.closeReason() + "."));
        }

        private void received(String frame) {
            long now = System.nanoTime();
            long next = versionOf(frame);
            if (version >= 0 && next != version + 1) {
                crowd.fault("Version " + next + " came after version " + version + ".");
            }
            version = next;
            crowd.arrived(next, now);
        }
    }

    private static long versionOf(String frame) {
        int from = frame.indexOf(VERSION) + VERSION.length();
        int to = from;
        while (to < frame.length() && Character.isDigit(frame.charAt(to))) {
            to++;
        }
        return Long.parseLong(frame, from, to, 10);
    }
}
