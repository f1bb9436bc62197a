package io.slotkeeper.testkit;

import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/** Keys that primaries hold although they do not own their slots: nobody can reach them, and they may be doubles. */
public final class StrayKeys {
    private static final int TIMEOUT_MILLIS = 10_000;

    private StrayKeys() {}

    /** How many there are, by the nodes' own word; keys that come or go meanwhile may be counted wrong. */
    public static long count(List<HostAndPort> nodes) {
        return ClusterView.read(nodes).primaries().stream()
                .mapToLong(StrayKeys::countAt)
                .sum();
    }

    private static long countAt(ClusterView.Primary primary) {
        try (Connection connection = RedisConnections.open(primary.address(), Login.NONE, TIMEOUT_MILLIS)) {
            RedisConnections.send(connection, "DBSIZE");
            int[] own = primary.node().slots().set().stream().toArray();
            for (int slot : own) {
                RedisConnections.send(connection, "CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot));
            }
            List<Object> replies = connection.getMany(1 + own.length);
            long all = (Long) replies.get(0);
            return all
                    - replies.stream().skip(1).mapToLong(count -> (Long) count).sum();
        }
    }
}
