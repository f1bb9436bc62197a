package io.slotkeeper.bus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;

/** Hosts and {@code host:port} pairs as sockets see them. Stateless; methods may block on name resolution. */
final class HostAddress {
    private HostAddress() {}

    /** The numeric form of a host name, which Hazelcast needs to pick its interface. */
    static String numeric(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw new BusException("cannot resolve host " + host + " to bind to; give an address of this machine", e);
        }
    }

    /**
     * Checks that a port can be bound.
     *
     * @throws BusException naming the port and the remedy
     */
    static void requireFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new BusException(
                    "cannot listen on cluster port " + host + ":" + port + " (" + e.getMessage()
                            + "); stop the process that uses it or choose another with --cluster-port",
                    e);
        }
    }

    /** Whether something accepts connections at {@code host:port}; waits for at most {@code timeoutMillis}. */
    static boolean accepts(String hostAndPort, int timeoutMillis) {
        try (Socket socket = new Socket()) {
            socket.connect(parse(hostAndPort), timeoutMillis);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws BusException if it is something else
     */
    static InetSocketAddress parse(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        try {
            int port = Integer.parseInt(hostAndPort.substring(colon + 1));
            if (colon > 0 && port > 0 && port < 65_536) {
                return new InetSocketAddress(hostAndPort.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            throw malformed(hostAndPort, e);
        }
        throw malformed(hostAndPort, null);
    }

    private static BusException malformed(String hostAndPort, Throwable cause) {
        return new BusException("seed " + hostAndPort + " is not host:port, for example 127.0.0.1:5701", cause);
    }
}
