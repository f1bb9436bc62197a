package io.slotkeeper.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/** Bare connections: RESP2, no pool, no hello and no client info, so that one request is one round trip. */
final class RedisConnections {
    private RedisConnections() {}

    static Connection open(HostAndPort address, Login login, int timeoutMillis) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .resp2()
                .timeoutMillis(timeoutMillis)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        login.user().ifPresent(config::user);
        login.password().ifPresent(config::password);
        return new Connection(address, config.build());
    }

    static void send(Connection connection, String... words) {
        byte[] command = words[0].getBytes(StandardCharsets.UTF_8);
        connection.sendCommand(() -> command, Arrays.copyOfRange(words, 1, words.length));
    }

    /** Bytes to strings, at any depth. */
    static Object decoded(Object reply) {
        if (reply instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (reply instanceof List<?> list) {
            // Stream.toList() keeps the nulls that stand for nil.
            return list.stream().map(RedisConnections::decoded).toList();
        }
        return reply;
    }
}
