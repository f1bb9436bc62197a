package io.slotkeeper.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Picks ports for Redis nodes: the port and its cluster bus port (port + 10000) are both free.
 *
 * <p>Ports come from 11000–22767, so that neither they nor their bus ports (21000–32767) lie in Linux's
 * range for outgoing connections (32768–60999), which could take one between the check and the start.
 * A port given out is not given out again in this JVM until it is released. Thread-safe.
 */
public final class FreePorts {
    /** What Redis adds to a node's port to get the port of its cluster bus. */
    public static final int BUS_OFFSET = 10_000;

    private static final int FIRST = 11_000;
    private static final int LAST = 22_767;
    private static final int ATTEMPTS = 5_000;
    private static final Set<Integer> RESERVED = new HashSet<>();

    private FreePorts() {}

    /**
     * Reserves one port for this JVM.
     *
     * @throws RedisProcessException if no free one is found
     */
    public static int reserve() {
        synchronized (RESERVED) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
                if (unreserved(port) && isFree(port) && isFree(port + BUS_OFFSET)) {
                    RESERVED.add(port);
                    RESERVED.add(port + BUS_OFFSET);
                    return port;
                }
            }
        }
        throw new RedisProcessException("No free port p with p + " + BUS_OFFSET + " free too in " + FIRST + "-" + LAST
                + " after " + ATTEMPTS + " attempts. Stop what uses them, or name ports explicitly.");
    }

    /** Reserves {@code count} ports, in no particular order. */
    public static List<Integer> reserve(int count) {
        return Stream.generate(FreePorts::reserve).limit(count).toList();
    }

    /** Gives a port back; harmless for a port that was not reserved. */
    public static void release(int port) {
        synchronized (RESERVED) {
            RESERVED.remove(port);
            RESERVED.remove(port + BUS_OFFSET);
        }
    }

    /** Whether nothing listens on this port of the loopback address now. */
    public static boolean isFree(int port) {
        return isFree("127.0.0.1", port);
    }

    /** Whether nothing listens on this port of the given local address now. */
    public static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException e) {
            // The failed bind is the answer, not an error.
            return false;
        }
    }

    private static boolean unreserved(int port) {
        return !RESERVED.contains(port) && !RESERVED.contains(port + BUS_OFFSET);
    }
}
