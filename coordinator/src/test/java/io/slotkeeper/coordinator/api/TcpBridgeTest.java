package io.slotkeeper.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Speaks the bridge's protocol on a bare socket: a length of four bytes, then JSON. */
class TcpBridgeTest {
    private final RunningApi api = RunningApi.formed();
    private final EventBusApi bus = new EventBusApi(api.vertx, api.operations, api.publisher);
    private TcpBridge bridge;
    private int port;
    private Socket socket;

    @BeforeEach
    void connect() throws IOException {
        RunningApi.await(bus.start());
        port = freePort();
        bridge = RunningApi.await(TcpBridge.start(api.vertx, "127.0.0.1", port));
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        RunningApi.await(bridge.close());
        api.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Test
    void aClientInAnyLanguageSwitchesOver() throws IOException {
        send(request(
                "slotkeeper.switchover", new JsonObject().put("shard", "s2").put("to", "a4")));
        JsonObject reply = read();
        assertThat(reply.getString("type")).isEqualTo("message");
        assertThat(reply.getString("address")).isEqualTo("r1");
        assertThat(reply.getJsonObject("body").getJsonObject("primary").getInteger("port"))
                .isEqualTo(7003);
    }

    @Test
    void aRefusalArrivesWithItsCode() throws IOException {
        send(request("slotkeeper.switchover", new JsonObject().put("shard", "s9")));
        JsonObject reply = read();
        assertThat(reply.getString("type")).isEqualTo("err");
        assertThat(reply.getInteger("failureCode")).isEqualTo(404);
        assertThat(reply.getString("message")).startsWith("UNKNOWN_SHARD: ");
    }

    @Test
    void badInputIsRefusedWithItsCode() throws IOException {
        send(request("slotkeeper.failover", new JsonObject().put("shard", "s1").put("when", "now")));
        assertThat(read().getString("message")).startsWith("UNKNOWN_FIELD: field 'when'");
        send(request("slotkeeper.failover", new JsonObject().put("shard", "s1").put("to", "a1")));
        assertThat(read().getString("message")).startsWith("ALREADY_PRIMARY: ");
        send(request("slotkeeper.failover", new JsonObject()));
        assertThat(read().getString("message")).startsWith("INVALID_REQUEST: field shard is missing");
        send(request("slotkeeper.failover", new JsonObject().put("shard", "x".repeat(HttpRoutes.MAX_BODY_BYTES))));
        assertThat(read().getString("message")).startsWith("BODY_TOO_LARGE: ");
    }

    @Test
    void framesArriveAfterRegistering() throws IOException {
        send(new JsonObject().put("type", "register").put("address", "slotkeeper.slots"));
        send(new JsonObject().put("type", "ping"));
        assertThat(read().getString("type")).isEqualTo("pong");
        long version = api.operations.change();
        JsonObject message = read();
        assertThat(message.getString("address")).isEqualTo("slotkeeper.slots");
        assertThat(message.getJsonObject("body").getLong("version")).isEqualTo(version);
    }

    @Test
    void otherAddressesAreClosed() throws IOException {
        send(request("slotkeeper.internal.reports", new JsonObject()));
        assertThat(read().getString("message")).isEqualTo("access_denied");
        send(new JsonObject().put("type", "register").put("address", "slotkeeper.internal.reports"));
        assertThat(read().getString("message")).isEqualTo("access_denied");
        send(new JsonObject()
                .put("type", "publish")
                .put("address", "slotkeeper.slots")
                .put("body", new JsonObject().put("version", 99)));
        assertThat(read().getString("message")).isEqualTo("access_denied");
    }

    @Test
    void garbageHarmsNobody() throws IOException {
        try (Socket other = new Socket(InetAddress.getLoopbackAddress(), port)) {
            other.getOutputStream().write("\0\0\0\4}{}{GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        send(new JsonObject().put("type", "ping"));
        assertThat(read().getString("type")).isEqualTo("pong");
    }

    @Test
    void aTakenPortIsNamedWithTheRemedy() {
        assertThatThrownBy(() -> RunningApi.await(TcpBridge.start(api.vertx, "127.0.0.1", api.http.port())))
                .cause()
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--bridge-port");
    }

    private static JsonObject request(String address, JsonObject body) {
        return new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", "r1")
                .put("body", body);
    }

    private void send(JsonObject frame) throws IOException {
        byte[] json = frame.encode().getBytes(StandardCharsets.UTF_8);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(json.length);
        out.write(json);
        out.flush();
    }

    private JsonObject read() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] json = new byte[in.readInt()];
        in.readFully(json);
        return new JsonObject(new String(json, StandardCharsets.UTF_8));
    }
}
