package io.slotkeeper.core.map;

import java.util.Objects;

/**
 * One Redis server process and where to reach it.
 *
 * @param id its cluster node id
 * @param host address that clients and other nodes reach it at
 * @param port client port, 1 to 65535
 * @param busPort cluster bus port, 1 to 65535
 * @param zone failure domain, empty when unknown
 * @param agent stable name of the agent beside it
 */
public record Node(NodeId id, String host, int port, int busPort, String zone, String agent) {
    public Node {
        Objects.requireNonNull(id);
        Objects.requireNonNull(host);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(agent);
        checkPort(port);
        checkPort(busPort);
    }

    private static void checkPort(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " does not exist; ports are 1 to 65535");
        }
    }

    /** {@code host:port}. */
    public String address() {
        return host + ":" + port;
    }
}
