package io.slotkeeper.agent.guard;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;

/** Messages on a connection: four bytes of length, big-endian, and as many bytes. */
final class Frames {
    private static final int HEADER = 4;
    private static final int LONGEST = 4096;

    private Frames() {}

    /** Hears every message; closes the connection when a length is impossible. */
    static void read(NetSocket socket, Handler<byte[]> messages) {
        RecordParser parser = RecordParser.newFixed(HEADER);
        parser.handler(new Handler<>() {
            private boolean inBody;

            @Override
            public void handle(Buffer part) {
                if (inBody) {
                    inBody = false;
                    parser.fixedSizeMode(HEADER);
                    messages.handle(part.getBytes());
                    return;
                }
                int length = part.getInt(0);
                if (length <= 0 || length > LONGEST) {
                    socket.close();
                    return;
                }
                inBody = true;
                parser.fixedSizeMode(length);
            }
        });
        socket.handler(parser);
    }

    static void write(NetSocket socket, byte[] message) {
        socket.write(
                Buffer.buffer(HEADER + message.length).appendInt(message.length).appendBytes(message));
    }
}
