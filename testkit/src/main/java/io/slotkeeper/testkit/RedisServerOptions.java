package io.slotkeeper.testkit;

import io.slotkeeper.testkit.net.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one redis-server child process is to run. Start from {@link #in(Path, int)} and change what differs.
 *
 * @param directory holds redis.conf, nodes.conf, log and data; created when missing
 * @param endpoint where it listens
 * @param password of the default user, also used towards its primary; empty for none
 * @param persistent true: append-only file; false: memory only
 * @param syncGuard see {@link RedisConf}; true unless the server is not run by a Slotkeeper agent
 * @param extraLines appended to redis.conf, where the last line for a setting wins
 */
public record RedisServerOptions(
        Path directory,
        Endpoint endpoint,
        Optional<String> password,
        boolean persistent,
        boolean syncGuard,
        List<String> extraLines) {

    /**
     * Where a server listens.
     *
     * @param bind local address
     * @param port 1–55535; the cluster bus takes port + 10000
     * @param unixSocket path of an additional unix socket, at most 100 bytes long
     * @param enter what to put before the command so that it runs where the address is, see
     *     {@link io.slotkeeper.testkit.net.Host#enter()}; empty for this JVM's own network
     */
    public record Endpoint(String bind, int port, Optional<Path> unixSocket, List<String> enter) {
        private static final int MAX_PORT = 65_535 - FreePorts.BUS_OFFSET;
        private static final int MAX_SOCKET_PATH = 100;

        /** Checks the ranges. */
        public Endpoint {
            Objects.requireNonNull(bind, "bind");
            enter = List.copyOf(enter);
            if (port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException("Redis port " + port + " is not in 1-" + MAX_PORT
                        + ": the cluster bus needs port + " + FreePorts.BUS_OFFSET + ". Choose a lower port.");
            }
            if (unixSocket
                    .filter(path -> path.toString().length() > MAX_SOCKET_PATH)
                    .isPresent()) {
                throw new IllegalArgumentException("Unix socket path " + unixSocket.get() + " is longer than "
                        + MAX_SOCKET_PATH + " characters. Choose a shorter directory.");
            }
        }
    }

    /** Copies the lists and makes the directory absolute. */
    public RedisServerOptions {
        directory = directory.toAbsolutePath().normalize();
        Objects.requireNonNull(endpoint, "endpoint");
        extraLines = List.copyOf(extraLines);
        Stream.concat(password.stream(), extraLines.stream())
                .filter(text -> text.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0))
                .findAny()
                .ifPresent(text -> {
                    throw new IllegalArgumentException(
                            "A Redis password or configuration line contains a line break. Remove it.");
                });
    }

    /** Loopback, no password, memory only, sync guard on. */
    public static RedisServerOptions in(Path directory, int port) {
        return new RedisServerOptions(
                directory,
                new Endpoint("127.0.0.1", port, Optional.empty(), List.of()),
                Optional.empty(),
                false,
                true,
                List.of());
    }

    /** The port clients use. */
    public int port() {
        return endpoint.port();
    }

    /** A copy that listens on another address. */
    public RedisServerOptions withBind(String bind) {
        return withEndpoint(new Endpoint(bind, port(), endpoint.unixSocket(), endpoint.enter()));
    }

    /** A copy that runs on a host of a test network. */
    public RedisServerOptions withHost(Host host) {
        return withEndpoint(new Endpoint(host.address(), port(), endpoint.unixSocket(), host.enter()));
    }

    /** A copy that also listens on a unix socket. */
    public RedisServerOptions withUnixSocket(Path socket) {
        return withEndpoint(
                new Endpoint(endpoint.bind(), port(), Optional.of(socket.toAbsolutePath()), endpoint.enter()));
    }

    /** A copy with another endpoint. */
    public RedisServerOptions withEndpoint(Endpoint other) {
        return new RedisServerOptions(directory, other, password, persistent, syncGuard, extraLines);
    }

    /** A copy that asks clients for this password. */
    public RedisServerOptions withPassword(String secret) {
        return new RedisServerOptions(directory, endpoint, Optional.of(secret), persistent, syncGuard, extraLines);
    }

    /** A copy that keeps its data over restarts, or does not. */
    public RedisServerOptions withPersistence(boolean appendOnly) {
        return new RedisServerOptions(directory, endpoint, password, appendOnly, syncGuard, extraLines);
    }

    /** A copy with the sync guard on or off. */
    public RedisServerOptions withSyncGuard(boolean guarded) {
        return new RedisServerOptions(directory, endpoint, password, persistent, guarded, extraLines);
    }

    /** A copy with one more line for redis.conf. */
    public RedisServerOptions withLine(String line) {
        return new RedisServerOptions(
                directory,
                endpoint,
                password,
                persistent,
                syncGuard,
                Stream.concat(extraLines.stream(), Stream.of(line)).toList());
    }

    /** Without the password and the extra lines, which may hold secrets. */
    @Override
    public String toString() {
        return "RedisServerOptions[directory=" + directory + ", endpoint=" + endpoint + ", password="
                + (password.isPresent() ? "***" : "none") + ", persistent=" + persistent + ", syncGuard=" + syncGuard
                + ", extraLines=" + extraLines.size() + "]";
    }
}
