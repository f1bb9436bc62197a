package io.slotkeeper.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import redis.clients.jedis.HostAndPort;

/**
 * Some empty redis-servers in cluster mode on free loopback ports and in one temporary directory. They do
 * not know each other yet. Closing kills them and deletes everything. Thread-safe.
 */
public final class LocalRedisGroup implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

    private final Path directory;
    private final List<RedisServer> servers;

    private LocalRedisGroup(Path directory, List<RedisServer> servers) {
        this.directory = directory;
        this.servers = List.copyOf(servers);
    }

    /** Servers of the binary that {@link RedisBinary#find()} finds, with the default options. */
    public static LocalRedisGroup start(int count) {
        return start(RedisBinary.find(), count, UnaryOperator.identity());
    }

    /**
     * Starts all servers and waits until every one answers.
     *
     * @param count 1 or more
     * @param change applied to the default options of each server
     * @throws RedisProcessException if one does not start; none is left behind then
     */
    public static LocalRedisGroup start(RedisBinary binary, int count, UnaryOperator<RedisServerOptions> change) {
        Path directory = temporaryDirectory();
        List<RedisServer> servers = new ArrayList<>();
        for (int port : FreePorts.reserve(count)) {
            RedisServerOptions options = RedisServerOptions.in(directory.resolve("redis-" + port), port);
            servers.add(new RedisServer(binary, change.apply(options)));
        }
        LocalRedisGroup group = new LocalRedisGroup(directory, servers);
        try {
            servers.forEach(RedisServer::start);
            servers.forEach(server -> server.awaitAnswering(START_TIMEOUT));
            return group;
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
    }

    /** All servers, in a fixed order. */
    public List<RedisServer> servers() {
        return servers;
    }

    /** The server with this index, from 0. */
    public RedisServer server(int index) {
        return servers.get(index);
    }

    /**
     * The server on this port.
     *
     * @throws IllegalArgumentException if none of the group has it
     */
    public RedisServer onPort(int port) {
        return servers.stream()
                .filter(server -> server.port() == port)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No server of this group has port " + port));
    }

    /** Where clients connect, in the order of the servers. */
    public List<HostAndPort> addresses() {
        return servers.stream().map(RedisServer::address).toList();
    }

    /** Holds one directory per server. */
    public Path directory() {
        return directory;
    }

    /** Kills all servers, deletes their files, gives the ports back. */
    @Override
    public void close() {
        servers.forEach(RedisServer::close);
        servers.forEach(server -> FreePorts.release(server.port()));
        RedisDirectory.deleteTree(directory);
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("slotkeeper-redis");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory for redis-server", e);
        }
    }
}
