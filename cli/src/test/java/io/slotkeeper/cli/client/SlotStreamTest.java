package io.slotkeeper.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.testkit.FreePorts;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotStreamTest {
    private final List<Long> versions = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private CompletableFuture<Void> following;

    @AfterEach
    void stop() {
        stopped = true;
    }

    @Test
    void deliversEveryFrameAsItCame() throws Exception {
        try (StreamServer server = new StreamServer()) {
            follow(-1, server.port());
            ServerWebSocket socket = server.next();
            socket.writeTextMessage("{\"type\": \"snapshot\",  \"version\":4}");
            socket.writeTextMessage(change(5));
            awaitVersions(4, 5);
            assertThat(texts.get(0)).isEqualTo("{\"type\": \"snapshot\",  \"version\":4}");
            assertThat(server.requests()).containsExactly("/v1/slots/stream slotkeeper.v1.json");
        }
    }

    @Test
    void joinsTheFragmentsOfAMessage() throws Exception {
        try (StreamServer server = new StreamServer()) {
            follow(3, server.port());
            ServerWebSocket socket = server.next();
            String cause = "x".repeat(200_000);
            String text = "{\"type\":\"change\",\"version\":4,\"cause\":\"" + cause + "\"}";
            socket.writeFrame(io.vertx.core.http.WebSocketFrame.textFrame(text.substring(0, 1000), false));
            socket.writeFrame(io.vertx.core.http.WebSocketFrame.continuationFrame(
                    io.vertx.core.buffer.Buffer.buffer(text.substring(1000)), true));
            awaitVersions(4);
            assertThat(texts).containsExactly(text);
        }
    }

    @Test
    void goesOnAfterTheLastVersionWhenTheConnectionIsClosed() throws Exception {
        try (StreamServer server = new StreamServer()) {
            follow(6, server.port());
            ServerWebSocket first = server.next();
            first.writeTextMessage(change(7));
            awaitVersions(7);
            first.close((short) 1001, "going away");
            server.next().writeTextMessage(change(8));
            awaitVersions(7, 8);
            assertThat(server.requests())
                    .containsExactly(
                            "/v1/slots/stream?since=6 slotkeeper.v1.json",
                            "/v1/slots/stream?since=7 slotkeeper.v1.json");
            assertThat(notices)
                    .singleElement()
                    .asString()
                    .contains("closed, status 1001, going away", "reconnecting since version 7");
        }
    }

    @Test
    void goesOnAtTheNextCoordinatorWhenOneDies() throws Exception {
        try (StreamServer next = new StreamServer()) {
            StreamServer dying = new StreamServer();
            follow(-1, dying.port(), next.port());
            dying.next().writeTextMessage(change(7));
            awaitVersions(7);
            dying.close();
            next.next().writeTextMessage(change(8));
            awaitVersions(7, 8);
            assertThat(next.requests()).containsExactly("/v1/slots/stream?since=7 slotkeeper.v1.json");
        }
    }

    @Test
    void waitsForACoordinatorThatComesBack() throws Exception {
        int port = FreePorts.reserve();
        StreamServer first = new StreamServer(port);
        follow(-1, port);
        first.next().writeTextMessage(change(7));
        awaitVersions(7);
        first.close();
        Awaitility.await().until(() -> !notices.isEmpty());
        try (StreamServer second = new StreamServer(port)) {
            second.next().writeTextMessage(change(8));
            awaitVersions(7, 8);
            assertThat(second.requests()).containsExactly("/v1/slots/stream?since=7 slotkeeper.v1.json");
        }
    }

    @Test
    void endsWhenItIsToldTo() throws Exception {
        try (StreamServer server = new StreamServer()) {
            follow(-1, server.port());
            server.next();
            stopped = true;
            following.get(10, TimeUnit.SECONDS);
            assertThat(notices).isEmpty();
        }
    }

    @Test
    void refusesWhatIsNotJson() throws Exception {
        try (StreamServer server = new StreamServer()) {
            follow(-1, server.port());
            server.next().writeTextMessage("hello");
            assertThatThrownBy(() -> following.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(com.fasterxml.jackson.core.JsonProcessingException.class)
                    .cause()
                    .hasMessageContaining("Check that --coordinator names a Slotkeeper coordinator");
        }
    }

    @Test
    void failsAtOnceWhenNobodyAnswersTheFirstTime() {
        SlotStream stream = new SlotStream(client(FreePorts.reserve()), -1, notices::add);
        assertThatThrownBy(() -> stream.follow((frame, text) -> {}, () -> stopped))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCode.UNREACHABLE));
    }

    private void follow(long since, int... ports) {
        SlotStream stream = new SlotStream(client(ports), since, notices::add);
        following = CompletableFuture.runAsync(
                () -> stream.follow(this::take, () -> stopped), task -> new Thread(task, "follow").start());
    }

    private void take(JsonNode frame, String text) {
        texts.add(text);
        versions.add(frame.path("version").asLong());
    }

    private void awaitVersions(long... expected) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(versions)
                .containsExactlyElementsOf(Arrays.stream(expected).boxed().toList()));
    }

    private static CoordinatorClient client(int... ports) {
        return new CoordinatorClient(Arrays.stream(ports)
                .mapToObj(port -> URI.create("http://127.0.0.1:" + port))
                .toList());
    }

    private static String change(long version) {
        return "{\"type\":\"change\",\"version\":" + version + ",\"cause\":\"PRIMARY_CRASHED\",\"shards\":[]}";
    }
}
