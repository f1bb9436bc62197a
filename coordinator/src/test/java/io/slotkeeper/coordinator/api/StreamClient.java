package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A WebSocket client that keeps what it gets. */
final class StreamClient {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private WebSocket socket;

    /** Connects; an empty {@code since} asks for a snapshot. */
    static StreamClient connect(WebSocketClient client, int port, Optional<Long> since) {
        StreamClient stream = new StreamClient();
        String uri = "/v1/slots/stream" + since.map(v -> "?since=" + v).orElse("");
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(uri)
                .addSubProtocol(StreamEndpoint.SUBPROTOCOL);
        var opening = client.webSocket().textMessageHandler(text -> stream.frames.add(parse(text)));
        stream.socket = RunningApi.await(opening.connect(options));
        return stream;
    }

    WebSocket socket() {
        return socket;
    }

    List<Long> versions() {
        return frames.stream().map(frame -> frame.path("version").asLong()).toList();
    }

    long lastVersion() {
        return frames.isEmpty()
                ? -1
                : frames.get(frames.size() - 1).path("version").asLong();
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
