package io.slotkeeper.cli.system;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections as a redis-server does, and behaves otherwise. */
final class StrangeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StrangeServer.class);

    private final ServerSocket listening;
    private final byte[] greeting;

    private StrangeServer(byte[] greeting) throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.greeting = greeting;
        Thread thread = new Thread(this::serve, "strange-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Speaks another protocol; returns its port. */
    static int thatTalksGarbage(List<AutoCloseable> opened) throws IOException {
        return add(opened, "SSH-2.0-OpenSSH_9.2\r\n\0\1\2\3garbage\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Closes every connection at once; returns its port. */
    static int thatCloses(List<AutoCloseable> opened) throws IOException {
        return add(opened, new byte[0]);
    }

    private static int add(List<AutoCloseable> opened, byte[] greeting) throws IOException {
        StrangeServer server = new StrangeServer(greeting);
        opened.add(server);
        return server.listening.getLocalPort();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                socket.getOutputStream().write(greeting);
                socket.getOutputStream().flush();
                if (greeting.length > 0) {
                    // Until the other side has had enough.
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
            } catch (IOException e) {
                LOG.debug("The peer, or the end of the test, closed the connection; the next one is served", e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
