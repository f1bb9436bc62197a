package io.slotkeeper.bench.rebalance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/**
 * Type, value and remaining time of every key of a data set, to be compared before and after. The value counts as its
 * {@code DEBUG DIGEST-VALUE}, which does not depend on the order in which a server keeps elements.
 */
final class DataPrint {
    /** {@code MIGRATE} passes on the time that is left, not the time of the end. */
    private static final long TOLERANCE_MILLIS = 5_000;

    private static final int CHUNK = 200;
    private static final byte[] DEBUG = bytes("DEBUG");
    private static final byte[] DIGEST_VALUE = bytes("DIGEST-VALUE");
    private static final byte[] TYPE = bytes("TYPE");
    private static final byte[] PTTL = bytes("PTTL");
    private static final int HEX = 16;
    private static final int DIGITS = 16;

    private final long[] values;
    private final long[] ends;

    private DataPrint(int keys) {
        this.values = new long[keys];
        this.ends = new long[keys];
    }

    /** Reads all keys where they are now. */
    static DataPrint of(DataSet data, List<HostAndPort> nodes) {
        DataPrint print = new DataPrint(data.keys());
        Pipelines.run(data, nodes, CHUNK, (primary, keys) -> print.read(data, primary, keys));
        return print;
    }

    /** Writes a data set. */
    static void write(DataSet data, List<HostAndPort> nodes) {
        byte[] pexpireat = bytes("PEXPIREAT");
        Pipelines.run(data, nodes, CHUNK, (primary, keys) -> {
            int sent = 0;
            for (int key : keys) {
                List<byte[]> words = data.command(key);
                Pipelines.send(
                        primary, words.get(0), words.subList(1, words.size()).toArray(byte[][]::new));
                sent++;
                if (data.expiry(key).isPresent()) {
                    byte[] end = bytes(Long.toString(data.expiry(key).getAsLong()));
                    Pipelines.send(primary, pexpireat, data.key(key), end);
                    sent++;
                }
            }
            primary.getMany(sent);
        });
    }

    private void read(DataSet data, Connection primary, int[] keys) {
        byte[][] words = new byte[keys.length + 1][];
        words[0] = DIGEST_VALUE;
        for (int i = 0; i < keys.length; i++) {
            words[i + 1] = data.key(keys[i]);
            Pipelines.send(primary, TYPE, words[i + 1]);
            Pipelines.send(primary, PTTL, words[i + 1]);
        }
        Pipelines.send(primary, DEBUG, words);
        List<Object> replies = primary.getMany(2 * keys.length + 1);
        List<?> digests = (List<?>) replies.get(2 * keys.length);
        for (int i = 0; i < keys.length; i++) {
            String digest = text(digests.get(i));
            String type = text(replies.get(2 * i));
            long left = (Long) replies.get(2 * i + 1);
            values[keys[i]] = Long.parseUnsignedLong(digest.substring(0, DIGITS), HEX) ^ type.hashCode();
            ends[keys[i]] = left < 0 ? left : System.currentTimeMillis() + left;
        }
    }

    /** How many keys differ, by type, value or time. */
    int differences(DataPrint after) {
        int differences = 0;
        for (int i = 0; i < values.length; i++) {
            boolean sameEnd = ends[i] == after.ends[i]
                    || (ends[i] >= 0 && after.ends[i] >= 0 && Math.abs(ends[i] - after.ends[i]) < TOLERANCE_MILLIS);
            if (values[i] != after.values[i] || !sameEnd) {
                differences++;
            }
        }
        return differences;
    }

    /** How many keys are missing. */
    int missing() {
        int missing = 0;
        for (long value : values) {
            missing += value == "none".hashCode() ? 1 : 0;
        }
        return missing;
    }

    private static String text(Object reply) {
        return reply instanceof byte[] raw ? new String(raw, StandardCharsets.US_ASCII) : String.valueOf(reply);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
