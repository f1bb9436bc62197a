package io.slotkeeper.core.slot;

import java.nio.charset.StandardCharsets;

/**
 * Maps keys to hash slots exactly as Redis Cluster does: CRC16-XMODEM of the key, or of its hash tag, modulo 16384.
 *
 * <p>The hash tag is what stands between the first <code>{</code> and the first <code>}</code> after it; when that is
 * empty, or either brace is missing, the whole key counts. Keys are bytes, not characters. Source: the Redis Cluster
 * specification, "Key distribution model" and "Hash tags".
 *
 * <p>Stateless and safe for any thread.
 */
public final class KeySlot {
    /** Number of hash slots of a Redis Cluster. */
    public static final int SLOTS = 16384;

    private static final int POLYNOMIAL = 0x1021;
    private static final char[] TABLE = table();

    private KeySlot() {}

    /**
     * The slot of a key given as text, which is encoded as UTF-8.
     *
     * @return 0 to 16383
     */
    public static int of(String key) {
        return of(key.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The slot of a key.
     *
     * @return 0 to 16383
     */
    public static int of(byte[] key) {
        int open = indexOf(key, (byte) '{', 0);
        if (open >= 0) {
            int close = indexOf(key, (byte) '}', open + 1);
            if (close > open + 1) {
                return crc16(key, open + 1, close) & (SLOTS - 1);
            }
        }
        return crc16(key, 0, key.length) & (SLOTS - 1);
    }

    private static int indexOf(byte[] bytes, byte wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int crc16(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = ((crc << 8) & 0xffff) ^ TABLE[((crc >>> 8) ^ bytes[i]) & 0xff];
        }
        return crc;
    }

    private static char[] table() {
        char[] table = new char[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
            }
            table[i] = (char) crc;
        }
        return table;
    }
}
