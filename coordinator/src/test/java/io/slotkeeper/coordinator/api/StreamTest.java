package io.slotkeeper.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamTest {
    private final RunningApi api = RunningApi.formed();
    private final WebSocketClient client =
            api.vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(1000));

    @AfterEach
    void close() {
        api.close();
    }

    private StreamClient connect(Optional<Long> since) {
        return StreamClient.connect(client, api.http.port(), since);
    }

    private static void awaitVersion(StreamClient stream, long version) {
        await().atMost(Duration.ofSeconds(30)).until(() -> stream.lastVersion() >= version);
    }

    @Test
    void aNewSubscriberGetsASnapshotAndThenChanges() {
        StreamClient stream = connect(Optional.empty());
        awaitVersion(stream, 4);
        long version = api.operations.change();
        awaitVersion(stream, version);
        assertThat(stream.frames).extracting(f -> f.path("type").asText()).containsExactly("snapshot", "change");
        assertThat(stream.versions()).containsExactly(4L, 5L);
        assertThat(stream.frames.get(1).fieldNames())
                .toIterable()
                .containsExactly("type", "version", "cause", "shards", "removedShards");
        assertThat(stream.socket().subProtocol()).isEqualTo("slotkeeper.v1.json");
        await().untilAsserted(() -> assertThat(api.publishMicros).containsKey(5L));
    }

    @Test
    void resumingGivesTheMissingChangesOnly() {
        StreamClient stream = connect(Optional.of(1L));
        awaitVersion(stream, 4);
        assertThat(stream.versions()).containsExactly(2L, 3L, 4L);
        StreamClient current = connect(Optional.of(4L));
        long version = api.operations.change();
        awaitVersion(current, version);
        assertThat(current.versions()).containsExactly(5L);
    }

    @Test
    void resumingFromTheFutureOrFromTooLongAgoGivesASnapshot() {
        StreamClient future = connect(Optional.of(1000L));
        awaitVersion(future, 4);
        assertThat(future.frames.get(0).path("type").asText()).isEqualTo("snapshot");
        IntStream.range(0, 4200).forEach(i -> api.operations.change());
        StreamClient late = connect(Optional.of(4L));
        awaitVersion(late, 4204);
        assertThat(late.versions()).containsExactly(4204L);
        StreamClient longReplay = connect(Optional.of(200L));
        awaitVersion(longReplay, 4204);
        assertThat(longReplay.versions())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(201, 4204).boxed().toList());
    }

    @Test
    void aReplacedMapIsSentAsASnapshot() {
        StreamClient stream = connect(Optional.empty());
        awaitVersion(stream, 4);
        var map = api.operations.state().map();
        api.publisher.replaced(io.slotkeeper.core.map.SlotMap.of(90, map.shards(), List.of()));
        awaitVersion(stream, 90);
        assertThat(stream.versions()).containsExactly(4L, 90L);
        assertThat(stream.frames.get(1).path("type").asText()).isEqualTo("snapshot");
    }

    @Test
    void reconnectingClientsSeeEveryVersionOnceWhileChangesGoOn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            Future<?> publishing = threads.submit(() -> IntStream.range(0, 3000).forEach(i -> changeWhenTaken()));
            List<Future<List<Long>>> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(threads.submit(() -> reconnectUntil(3004)));
            }
            publishing.get();
            List<Long> all = LongStream.rangeClosed(5, 3004).boxed().toList();
            for (Future<List<Long>> seen : clients) {
                assertThat(seen.get()).containsExactlyElementsOf(all);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Slow readers get snapshots, which are not the subject here: changes wait until the sockets have taken most. */
    private void changeWhenTaken() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofNanos(100_000))
                .until(() -> api.metrics.buffered() < 16 * 1024);
        api.operations.change();
    }

    private List<Long> reconnectUntil(long version) {
        List<Long> seen = new ArrayList<>();
        long since = 4;
        while (since < version) {
            StreamClient stream = connect(Optional.of(since));
            awaitVersion(stream, since + 1);
            RunningApi.await(stream.socket().close());
            seen.addAll(stream.versions());
            since = seen.get(seen.size() - 1);
        }
        return seen;
    }

    @Test
    void fiveHundredSubscribersGetAllVersionsInOrder() {
        List<StreamClient> streams =
                IntStream.range(0, 500).mapToObj(i -> connect(Optional.of(4L))).toList();
        IntStream.range(0, 100).forEach(i -> api.operations.change());
        List<Long> all = LongStream.rangeClosed(5, 104).boxed().toList();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> streams.stream().allMatch(stream -> stream.lastVersion() >= 104));
        assertThat(streams).allSatisfy(stream -> assertThat(stream.versions()).containsExactlyElementsOf(all));
        assertThat(api.metrics.subscriberCount()).isEqualTo(500);
        await().untilAsserted(() -> assertThat(api.publishMicros).hasSize(104));
    }

    @Test
    void messagesFromTheClientEndTheStreamWithAReason() {
        StreamClient text = connect(Optional.empty());
        text.socket().writeTextMessage("hello?");
        await().until(text.socket()::isClosed);
        assertThat(text.socket().closeStatusCode()).isEqualTo((short) 1008);
        assertThat(text.socket().closeReason()).contains("takes no messages");
        StreamClient binary = connect(Optional.empty());
        binary.socket().writeBinaryMessage(Buffer.buffer(new byte[] {1, 2, 3}));
        await().until(binary.socket()::isClosed);
        assertThat(binary.socket().closeStatusCode()).isEqualTo((short) 1003);
        await().untilAsserted(() -> assertThat(api.metrics.subscriberCount()).isZero());
    }

    @Test
    void garbageAfterTheHandshakeEndsTheStream() throws Exception {
        try (RawStream raw = RawStream.open(api.http.port(), "")) {
            raw.write(new byte[] {(byte) 0xff, 0x7f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
            assertThat(raw.readToEnd()).isPositive();
        }
        await().untilAsserted(() -> assertThat(api.metrics.subscriberCount()).isZero());
    }

    @Test
    void subprotocolsAreNegotiated() {
        var plain = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(api.http.port())
                .setURI("/v1/slots/stream");
        assertThat(RunningApi.await(client.connect(plain)).subProtocol()).isNull();
        var unknown = new WebSocketConnectOptions(plain).addSubProtocol("other.v9");
        assertThatThrownBy(() -> RunningApi.await(client.connect(unknown)))
                .cause()
                .cause()
                .isInstanceOfSatisfying(UpgradeRejectedException.class, e -> {
                    assertThat(e.getStatus()).isEqualTo(400);
                    assertThat(e.getBody().toString()).contains("UNSUPPORTED_SUBPROTOCOL");
                });
    }

    @Test
    void closingTheApiTellsTheClients() {
        StreamClient stream = connect(Optional.empty());
        awaitVersion(stream, 4);
        RunningApi.await(api.http.close());
        await().until(stream.socket()::isClosed);
        assertThat(stream.socket().closeStatusCode()).isEqualTo((short) 1001);
        assertThat(stream.socket().closeReason()).contains("since=4");
    }

    @Test
    void aReaderAheadOfAFollowerGetsWhatItHasNotHad() {
        api.leads.set(false);
        StreamClient stream = connect(Optional.of(6L));
        IntStream.range(0, 4).forEach(i -> api.operations.change());
        awaitVersion(stream, 8);
        assertThat(stream.versions()).containsExactly(7L, 8L);
    }

    @Test
    void aReaderFarAheadOfAFollowerIsSentToAnother() {
        api.leads.set(false);
        StreamClient stream = connect(Optional.of(100L));
        await().until(stream.socket()::isClosed);
        assertThat(stream.socket().closeStatusCode()).isEqualTo((short) 1013);
        assertThat(stream.socket().closeReason()).contains("is at version 4", "ask another");
        assertThat(stream.versions()).isEmpty();
    }

    @Test
    void aNewLeaderTellsTheEventBusWhereItStands() {
        List<Object> bodies = new CopyOnWriteArrayList<>();
        api.vertx.eventBus().consumer("slotkeeper.slots", message -> bodies.add(message.body()));
        api.publisher.leads();
        await().untilAsserted(() -> assertThat(bodies).singleElement().satisfies(body -> assertThat(body.toString())
                .contains("snapshot", "\"version\":4")));
    }

    @Test
    void theLeaderPublishesToTheEventBus() {
        List<Object> bodies = new ArrayList<>();
        api.vertx.eventBus().consumer("slotkeeper.slots", message -> {
            synchronized (bodies) {
                bodies.add(message.body());
            }
        });
        long version = api.operations.change();
        await().untilAsserted(() -> {
            synchronized (bodies) {
                assertThat(bodies).hasSize(1);
                assertThat(bodies.get(0).toString()).contains("\"version\":" + version);
            }
        });
    }
}
