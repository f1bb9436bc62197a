package io.slotkeeper.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that stops reading, among 60 shards: a snapshot is about 25 kB, a change 0.5 kB. */
class SlowReaderTest {
    private static final int CHANGES = 2000;
    private static final long LIMIT = 64 * 1024;

    @Test
    void aReaderThatStopsGetsOneSnapshotForItsBacklog() throws IOException {
        try (RunningApi api = new RunningApi()) {
            api.operations.form(60);
            try (RawStream stream = RawStream.open(api.http.port(), "")) {
                long mostBuffered = publish(api);
                assertThat(mostBuffered).isLessThan(LIMIT + 1024);
                List<JsonNode> frames = readTo(stream, 61 + CHANGES);
                assertAscending(frames);
                assertThat(frames.stream().skip(1).filter(SlowReaderTest::isSnapshot))
                        .hasSize(1);
                assertThat(isSnapshot(frames.get(frames.size() - 1))).isTrue();
                long next = api.operations.change();
                assertThat(parse(stream.readText()).path("version").asLong()).isEqualTo(next);
                assertThat(api.get("/metrics").body()).contains("slotkeeper_slow_reader_snapshots_total 1.0");
            }
            await().untilAsserted(() -> assertThat(api.metrics.buffered()).isZero());
        }
    }

    private static long publish(RunningApi api) {
        long most = 0;
        for (int i = 0; i < CHANGES; i++) {
            long version = api.operations.change();
            // One at a time, so that no change is left out because the event loop had no turn.
            await().pollDelay(java.time.Duration.ZERO)
                    .pollInterval(java.time.Duration.ofNanos(50_000))
                    .until(() -> api.publishMicros.containsKey(version));
            most = Math.max(most, api.metrics.buffered());
        }
        return most;
    }

    private static List<JsonNode> readTo(RawStream stream, long version) throws IOException {
        List<JsonNode> frames = new ArrayList<>();
        do {
            frames.add(parse(stream.readText()));
        } while (frames.get(frames.size() - 1).path("version").asLong() < version);
        return frames;
    }

    private static void assertAscending(List<JsonNode> frames) {
        for (int i = 1; i < frames.size(); i++) {
            long step = frames.get(i).path("version").asLong()
                    - frames.get(i - 1).path("version").asLong();
            assertThat(step).isPositive();
            assertThat(step == 1 || isSnapshot(frames.get(i))).isTrue();
        }
    }

    private static boolean isSnapshot(JsonNode frame) {
        return frame.path("type").asText().equals("snapshot");
    }

    private static JsonNode parse(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
