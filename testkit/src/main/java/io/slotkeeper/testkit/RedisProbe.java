package io.slotkeeper.testkit;

import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/**
 * Questions to one node over one connection, opened by the first of them. Errors of Jedis
 * ({@code JedisConnectionException}, {@code JedisDataException}) pass through. Not thread-safe.
 */
public final class RedisProbe implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 2_000;

    private final HostAndPort address;
    private final Login login;
    private Connection connection;

    /**
     * What {@code ROLE} says.
     *
     * @param primary whether the node is a primary
     * @param offset replication offset in bytes; -1 for a replica that never synced
     * @param linkUp for a replica: connected to its primary and streaming; true for a primary
     * @param replicas for a primary: how many replicas are connected
     */
    public record Role(boolean primary, long offset, boolean linkUp, int replicas) {}

    /** For a node without a password. */
    public RedisProbe(HostAndPort address) {
        this(address, Login.NONE);
    }

    /** For a node whose default user has this password. */
    public RedisProbe(HostAndPort address, Optional<String> password) {
        this(address, Login.withPassword(password));
    }

    /** For a node that is logged in to so. */
    public RedisProbe(HostAndPort address, Login login) {
        this.address = address;
        this.login = login;
    }

    /**
     * Sends any command and returns its reply with all bulk strings decoded as UTF-8.
     *
     * @param words the command and its arguments, for example {@code "CLUSTER", "INFO"}
     */
    public Object command(String... words) {
        RedisConnections.send(connection(), words);
        return RedisConnections.decoded(connection.getOne());
    }

    private Connection connection() {
        if (connection == null || connection.isBroken()) {
            close();
            connection = RedisConnections.open(address, login, TIMEOUT_MILLIS);
        }
        return connection;
    }

    /** The node's own view of its role. */
    public Role role() {
        List<?> reply = (List<?>) command("ROLE");
        if (reply.get(0).equals("master")) {
            return new Role(true, (Long) reply.get(1), true, ((List<?>) reply.get(2)).size());
        }
        return new Role(false, (Long) reply.get(4), reply.get(3).equals("connected"), 0);
    }

    /** The node's cluster id, 40 hex digits. */
    public String nodeId() {
        return (String) command("CLUSTER", "MYID");
    }

    /** How this node sees the cluster. */
    public List<NodeView> clusterNodes() {
        return NodeView.parse((String) command("CLUSTER", "NODES"));
    }

    /** How this node sees itself. */
    public NodeView myself() {
        return clusterNodes().stream()
                .filter(NodeView::myself)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(address + " does not list itself in CLUSTER NODES"));
    }

    /** A field of {@code CLUSTER INFO}, for example {@code cluster_state}. */
    public String clusterInfo(String field) {
        return field((String) command("CLUSTER", "INFO"), field);
    }

    /** A field of {@code INFO}, for example {@code run_id}. */
    public String info(String field) {
        return field((String) command("INFO"), field);
    }

    /** The present value of a setting. */
    public String config(String name) {
        List<?> reply = (List<?>) command("CONFIG", "GET", name);
        if (reply.size() < 2) {
            throw new IllegalArgumentException(address + " has no setting " + name);
        }
        return (String) reply.get(1);
    }

    /** How many keys the node holds. */
    public long dbSize() {
        return (Long) command("DBSIZE");
    }

    /** The value of a key whose slot this node serves; empty if there is none. */
    public Optional<String> get(String key) {
        return Optional.ofNullable((String) command("GET", key));
    }

    /** The values of keys whose slots this node serves, in one round trip; null where there is none. */
    List<Object> get(List<String> keys) {
        keys.forEach(key -> RedisConnections.send(connection(), "GET", key));
        return connection.getMany(keys.size()).stream()
                .map(RedisConnections::decoded)
                .toList();
    }

    /** Closes the connection; the next question opens another. */
    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private String field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(address + " reports no field " + name));
    }
}
