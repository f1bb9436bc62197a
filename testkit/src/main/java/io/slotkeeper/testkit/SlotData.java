package io.slotkeeper.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.StreamEntryID;

/**
 * Keys of all types in given slots, and what they hold: to be compared before and after something that must keep them. Not
 * thread-safe.
 */
public final class SlotData implements AutoCloseable {
    /** A key whose time runs out is compared to within this time. */
    private static final long EXPIRY_TOLERANCE_MILLIS = 5_000;

    private static final long EXPIRY_SECONDS = 100_000;
    private static final int KINDS = 7;

    private final RedisClusterClient cluster;
    private final Map<String, Held> written = new LinkedHashMap<>();

    /**
     * What a key holds.
     *
     * @param type as Redis names it
     * @param value in an order that does not depend on the server
     * @param expiryMillis when its time runs out, milliseconds since 1970; -1 for never
     */
    public record Held(String type, String value, long expiryMillis) {
        boolean sameAs(Held other) {
            boolean bothForEver = expiryMillis < 0 && other.expiryMillis < 0;
            boolean close = expiryMillis >= 0
                    && other.expiryMillis >= 0
                    && Math.abs(expiryMillis - other.expiryMillis) < EXPIRY_TOLERANCE_MILLIS;
            return type.equals(other.type) && value.equals(other.value) && (bothForEver || close);
        }

        @Override
        public String toString() {
            return type + " " + (value.length() < 60 ? value : value.substring(0, 60) + "…") + " " + expiryMillis;
        }
    }

    /** For a cluster that one of these nodes belongs to. */
    public SlotData(List<HostAndPort> nodes) {
        this.cluster = RedisClusterClient.create(Set.copyOf(nodes));
    }

    /** Writes keys of all types, of which every third expires in a day. */
    public SlotData fill(String prefix, List<Integer> slots, int perSlot, long seed) {
        Random random = new Random(seed);
        for (int slot : slots) {
            for (int i = 0; i < perSlot; i++) {
                String key = prefix + i + "{" + HashTags.forSlot(slot) + "}";
                write(key, Math.floorMod(slot + i, KINDS), random);
                if ((slot + i) % 3 == 0) {
                    cluster.expire(key, EXPIRY_SECONDS);
                }
                written.put(key, read(key));
            }
        }
        return this;
    }

    private void write(String key, int kind, Random random) {
        switch (kind) {
            case 0 -> cluster.set(key, text(random, 32));
            case 1 -> cluster.set(key.getBytes(StandardCharsets.UTF_8), bytes(random, 2_000));
            case 2 -> cluster.rpush(key, text(random, 10), text(random, 100), "3");
            case 3 -> cluster.sadd(key, text(random, 8), text(random, 9), "x");
            case 4 -> cluster.zadd(key, Map.of("a", random.nextDouble(), "b", 2.0));
            case 5 -> cluster.hset(key, fields(random));
            default -> cluster.xadd(key, StreamEntryID.NEW_ENTRY, Map.of("f", text(random, 20)));
        }
    }

    private static Map<String, String> fields(Random random) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            fields.put("f" + i, text(random, 30));
        }
        return fields;
    }

    private static String text(Random random, int length) {
        return random.ints(length, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** What differs from what was written, one line for each key; empty when nothing does. */
    public List<String> differences() {
        List<String> differences = new ArrayList<>();
        written.forEach((key, before) -> {
            Held after = read(key);
            if (!before.sameAs(after)) {
                differences.add(key + ": was " + before + ", is " + after);
            }
        });
        return differences;
    }

    /** How many keys were written. */
    public int size() {
        return written.size();
    }

    private Held read(String key) {
        String type = cluster.type(key);
        String value =
                switch (type) {
                    case "string" -> Arrays.toString(cluster.get(key.getBytes(StandardCharsets.UTF_8)));
                    case "list" -> cluster.lrange(key, 0, -1).toString();
                    case "set" -> new TreeSet<>(cluster.smembers(key)).toString();
                    case "zset" -> cluster.zrangeWithScores(key, 0, -1).toString();
                    case "hash" -> new TreeMap<>(cluster.hgetAll(key)).toString();
                    case "stream" ->
                        cluster.xrange(key, (StreamEntryID) null, null).toString();
                    default -> "";
                };
        long left = cluster.pttl(key);
        return new Held(type, value, left < 0 ? left : System.currentTimeMillis() + left);
    }

    /** Removes all keys again and closes the connections. */
    @Override
    public void close() {
        written.keySet().forEach(cluster::del);
        cluster.close();
    }
}
