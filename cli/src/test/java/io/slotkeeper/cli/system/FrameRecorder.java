package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** One WebSocket connection to the stream of changes, and all it brought. Thread-safe. */
final class FrameRecorder implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile boolean ended;
    private WebSocket socket;

    private FrameRecorder() {}

    /** Connects without {@code since}: the first frame is a snapshot. */
    static FrameRecorder connect(int port) {
        return connect(port, "");
    }

    /** Connects for the changes after this version. */
    static FrameRecorder since(int port, long version) {
        return connect(port, "?since=" + version);
    }

    private static FrameRecorder connect(int port, String query) {
        FrameRecorder recorder = new FrameRecorder();
        recorder.socket = HTTP.newWebSocketBuilder()
                .subprotocols("slotkeeper.v1.json")
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/slots/stream" + query), recorder)
                .join();
        return recorder;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(Rest.parse(partial.toString()));
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        ended = true;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended = true;
    }

    /** Whether the other side has closed the connection, or it broke. */
    boolean ended() {
        return ended;
    }

    /** All frames until now. */
    List<JsonNode> frames() {
        return List.copyOf(frames);
    }

    /** The version of the newest frame, or the given one while there is none. */
    long version(long before) {
        List<JsonNode> all = frames();
        return all.isEmpty() ? before : versionOf(all.get(all.size() - 1));
    }

    /** Waits for a frame like this. */
    JsonNode await(String what, Duration timeout, Predicate<JsonNode> wanted) {
        return Await.value(timeout, () -> "a frame with " + what + " among " + frames(), () -> frames().stream()
                .filter(wanted)
                .findFirst());
    }

    /** Waits for the change that made an agent's node the primary of a shard after a version. */
    JsonNode awaitPrimary(String shard, String nodeId, long after, Duration timeout) {
        return await("the primary " + nodeId + " of " + shard + " after version " + after, timeout, frame -> {
            JsonNode changed = shardOf(frame, shard);
            return versionOf(frame) > after
                    && changed.path("primary").path("id").asText().equals(nodeId)
                    && changed.path("state").asText().equals("active");
        });
    }

    /** Every version after the first frame is there once and in order. */
    void assertGapFree() {
        assertGapFree(frames());
    }

    static void assertGapFree(List<JsonNode> frames) {
        assertThat(frames).isNotEmpty();
        long first = versionOf(frames.get(0));
        for (int i = 0; i < frames.size(); i++) {
            assertThat(versionOf(frames.get(i)))
                    .as("version of frame %d of %s", i, frames)
                    .isEqualTo(first + i);
        }
    }

    static long versionOf(JsonNode frame) {
        return frame.path("version").asLong(-1);
    }

    static JsonNode shardOf(JsonNode frame, String shard) {
        for (JsonNode each : frame.path("shards")) {
            if (each.path("id").asText().equals(shard)) {
                return each;
            }
        }
        return Rest.JSON.missingNode();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
