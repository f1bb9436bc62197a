package io.slotkeeper.agent;

import java.util.Objects;

/**
 * Where an agent finds its node: a TCP port or a unix socket.
 *
 * @param host host name or address; empty for a unix socket
 * @param port 1 to 65535; 0 for a unix socket
 * @param path path of the unix socket; empty for TCP
 */
public record RedisAddress(String host, int port, String path) {
    private static final String UNIX = "unix:";

    public RedisAddress {
        Objects.requireNonNull(host);
        Objects.requireNonNull(path);
    }

    /**
     * Parses {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code unix:/PATH}.
     *
     * @throws IllegalArgumentException with the rule, if it is neither
     */
    public static RedisAddress parse(String text) {
        if (text.startsWith(UNIX)) {
            String path = text.substring(UNIX.length()).replaceFirst("^//", "");
            if (!path.startsWith("/")) {
                throw malformed(text);
            }
            return new RedisAddress("", 0, path);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw malformed(text);
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new RedisAddress(bracketed ? host.substring(1, host.length() - 1) : host, port(text, colon), "");
    }

    /** Whether it is a unix socket. */
    public boolean isUnix() {
        return !path.isEmpty();
    }

    /** The address as the Vert.x Redis client takes it. */
    public String connectionString() {
        if (isUnix()) {
            return "unix://" + path;
        }
        return "redis://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return isUnix() ? UNIX + path : host + ":" + port;
    }

    private static int port(String text, int colon) {
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port < 1 || port > 65_535) {
                throw malformed(text);
            }
            return port;
        } catch (NumberFormatException e) {
            throw malformed(text, e);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return malformed(text, null);
    }

    private static IllegalArgumentException malformed(String text, NumberFormatException cause) {
        return new IllegalArgumentException(
                "'" + text + "' is not the address of a Redis server; write HOST:PORT with a port from 1 to 65535,"
                        + " or unix:/PATH",
                cause);
    }
}
