package io.slotkeeper.testkit;

import java.util.HashMap;
import java.util.Map;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;

/** One writer's connections and what it knows of the slots' owners. Not thread-safe. */
final class WriterConnections implements AutoCloseable {
    private final WriteLoadOptions options;
    private final Map<HostAndPort, Connection> open = new HashMap<>();
    private final Map<Integer, HostAndPort> owners = new HashMap<>();
    private int seed;
    private boolean asking;

    WriterConnections(WriteLoadOptions options) {
        this.options = options;
    }

    HostAndPort ownerOf(int slot) {
        HostAndPort owner = owners.get(slot);
        return owner == null ? options.seeds().get(seed) : owner;
    }

    void learn(int slot, HostAndPort owner) {
        owners.put(slot, owner);
    }

    HostAndPort nextSeed() {
        seed = (seed + 1) % options.seeds().size();
        return options.seeds().get(seed);
    }

    /** The next SET is a redirected one: ASKING goes before it. */
    void askNext() {
        asking = true;
    }

    /** Sends SET and returns only on OK; all else is an exception of Jedis. */
    void set(HostAndPort node, String key, String value) {
        boolean ask = asking;
        asking = false;
        Connection connection = connectionTo(node);
        if (ask) {
            RedisConnections.send(connection, "ASKING");
            connection.getStatusCodeReply();
        }
        RedisConnections.send(connection, words(key, value));
        String reply = connection.getStatusCodeReply();
        if (!"OK".equals(reply)) {
            throw new JedisDataException("SET answered " + reply);
        }
    }

    private String[] words(String key, String value) {
        return options.keys()
                .expiry()
                .map(expiry -> new String[] {"SET", key, value, "PX", Long.toString(expiry.toMillis())})
                .orElseGet(() -> new String[] {"SET", key, value});
    }

    void drop(HostAndPort node) {
        Connection connection = open.remove(node);
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void close() {
        open.values().forEach(Connection::close);
        open.clear();
    }

    private Connection connectionTo(HostAndPort node) {
        Connection connection = open.get(node);
        if (connection == null) {
            connection = RedisConnections.open(
                    node, options.login(), Math.toIntExact(options.timeout().toMillis()));
            open.put(node, connection);
        }
        return connection;
    }
}
