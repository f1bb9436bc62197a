package io.slotkeeper.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The wire protocol of the TCP bridge by hand, as a program in another language would speak it. */
final class BridgeClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;

    private BridgeClient(Socket socket) {
        this.socket = socket;
    }

    static BridgeClient connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return new BridgeClient(socket);
    }

    void send(String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(body.length);
        out.write(body);
        out.flush();
    }

    /** All frames up to and with the one that is wanted. */
    List<JsonNode> readUntil(Predicate<JsonNode> wanted) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        List<JsonNode> frames = new ArrayList<>();
        do {
            byte[] body = in.readNBytes(in.readInt());
            frames.add(Rest.parse(new String(body, StandardCharsets.UTF_8)));
        } while (!wanted.test(frames.get(frames.size() - 1)));
        return frames;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
