package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Readers of the slot map see every version once, however often they come back. */
@ExtendWith(SharedCluster.class)
class StreamIT {
    private static final int PROMOTIONS = 50;
    private static final int FAILOVER_EVERY = 10;
    private static final Set<String> NOT_YET = Set.of(
            "REPLICA_NOT_IN_SYNC", "NO_ELIGIBLE_REPLICA", "REPLICA_DOWN", "PRIMARY_DOWN", "OPERATION_IN_PROGRESS");

    @Test
    void aReaderThatReconnectsWithSinceSeesEveryVersionOnce(SystemCluster cluster) {
        long first = cluster.version();
        AtomicBoolean stopped = new AtomicBoolean();
        CompletableFuture<List<JsonNode>> reader =
                CompletableFuture.supplyAsync(() -> readInPieces(cluster, first, stopped));
        try (FrameRecorder steady = cluster.stream()) {
            for (int i = 0; i < PROMOTIONS; i++) {
                promote(cluster, i % FAILOVER_EVERY == 0 ? "failover" : "switchover", "s" + (1 + i % 3));
            }
            cluster.awaitHealthy();
            long last = cluster.version();
            steady.await("version " + last, SystemCluster.SOON, f -> FrameRecorder.versionOf(f) == last);
            stopped.set(true);
            List<JsonNode> pieces = reader.join();
            assertThat(last).isGreaterThanOrEqualTo(first + 2 * PROMOTIONS);
            steady.assertGapFree();
            FrameRecorder.assertGapFree(pieces);
            assertThat(FrameRecorder.versionOf(pieces.get(0))).isEqualTo(first + 1);
            assertThat(FrameRecorder.versionOf(pieces.get(pieces.size() - 1))).isEqualTo(last);
            assertThat(pieces)
                    .as("both readers see the same")
                    .isEqualTo(steady.frames().stream()
                            .filter(frame -> FrameRecorder.versionOf(frame) > first)
                            .toList());
        } finally {
            stopped.set(true);
        }
    }

    /** Leaves after every few frames and comes back with {@code since}; to the end of the stream when told to stop. */
    private static List<JsonNode> readInPieces(SystemCluster cluster, long since, AtomicBoolean stopped) {
        List<JsonNode> all = new ArrayList<>();
        long version = since;
        int connections = 0;
        while (!stopped.get() || version < cluster.version()) {
            int wanted = 1 + connections++ % 3;
            try (FrameRecorder piece = FrameRecorder.since(cluster.httpPort(), version)) {
                Await.until(
                        SystemCluster.SOON, () -> "frames", () -> piece.frames().size() >= wanted || stopped.get());
                List<JsonNode> frames = piece.frames();
                all.addAll(frames);
                version = frames.isEmpty() ? version : FrameRecorder.versionOf(frames.get(frames.size() - 1));
            }
        }
        System.out.println("Read " + all.size() + " frames over " + connections + " connections");
        return all;
    }

    private static void promote(SystemCluster cluster, String kind, String shard) {
        Await.until(SystemCluster.SOON, () -> kind + " of " + shard + ": " + cluster.shard(shard), () -> {
            Rest.Answer answer = cluster.rest().promoteNow(kind, shard, "");
            assertThat(answer.status() == 200 || NOT_YET.contains(answer.code()))
                    .as(answer.toString())
                    .isTrue();
            return answer.status() == 200;
        });
    }

    @Test
    void anUnchangedMapIsNotSentAgain(SystemCluster cluster) {
        Rest.Answer full = cluster.rest().exchange("/v1/slots");
        String tag = full.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).isEqualTo("\"" + full.body().path("version").asLong() + "\"");
        Rest.Answer same = cluster.rest().exchange("/v1/slots", "If-None-Match", tag);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isNull();

        promote(cluster, "switchover", "s1");
        Rest.Answer changed = cluster.rest().exchange("/v1/slots", "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().path("version").asLong())
                .isGreaterThan(full.body().path("version").asLong());
        assertThat(changed.headers().firstValue("ETag"))
                .isPresent()
                .isNotEqualTo(full.headers().firstValue("ETag"));
    }
}
