package io.slotkeeper.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import redis.clients.jedis.HostAndPort;

/** Compares all keys of a replica with its primary's. For nodes at rest, with string values and without a password. */
public final class ReplicaCheck {
    private static final String BATCH = "1000";

    private ReplicaCheck() {}

    /** Keys that one of the two lacks or that have different values, in their order. */
    public static List<String> differences(HostAndPort primary, HostAndPort replica) {
        Map<String, Object> here = content(primary);
        Map<String, Object> there = content(replica);
        TreeSet<String> different = new TreeSet<>(here.keySet());
        different.addAll(there.keySet());
        different.removeIf(key -> Objects.equals(here.get(key), there.get(key)));
        return List.copyOf(different);
    }

    private static Map<String, Object> content(HostAndPort node) {
        Map<String, Object> content = new HashMap<>();
        try (RedisProbe probe = new RedisProbe(node)) {
            probe.command("READONLY");
            String cursor = "0";
            do {
                List<?> page = (List<?>) probe.command("SCAN", cursor, "COUNT", BATCH);
                cursor = (String) page.get(0);
                List<String> keys =
                        ((List<?>) page.get(1)).stream().map(String.class::cast).toList();
                List<Object> values = probe.get(keys);
                for (int i = 0; i < keys.size(); i++) {
                    content.put(keys.get(i), values.get(i));
                }
            } while (!cursor.equals("0"));
        }
        return content;
    }
}
