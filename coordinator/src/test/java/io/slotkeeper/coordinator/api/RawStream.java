package io.slotkeeper.coordinator.api;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket client on a bare socket with a small receive buffer, which reads only when told to. */
public final class RawStream implements AutoCloseable {
    private static final int RECEIVE_BUFFER = 16 * 1024;

    private final Socket socket;
    private final DataInputStream in;

    private RawStream(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    public static RawStream open(int port, String query) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        RawStream stream = new RawStream(socket);
        stream.write(("GET /v1/slots/stream" + query + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        stream.skipHead();
        return stream;
    }

    private void skipHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("no upgrade: " + head);
        }
    }

    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next text message, put together from its fragments; pings are not answered. */
    public String readText() throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = new byte[length(in.readUnsignedByte())];
            in.readFully(payload);
            int opcode = first & 0x0f;
            if (opcode <= 1) {
                text.append(new String(payload, StandardCharsets.UTF_8));
                if ((first & 0x80) != 0) {
                    return text.toString();
                }
            }
        }
    }

    private int length(int second) throws IOException {
        return switch (second & 0x7f) {
            case 126 -> in.readUnsignedShort();
            case 127 -> (int) in.readLong();
            default -> second & 0x7f;
        };
    }

    /** Reads until the server closes; returns the number of bytes. */
    public int readToEnd() throws IOException {
        return in.readAllBytes().length;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
