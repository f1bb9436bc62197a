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
    /** Bytes that one round of the sliced loop takes. */
    private static final int SLICE = 8;
    /** {@code TABLES[256 * k + b]}: checksum of byte {@code b} followed by {@code k} zero bytes. */
    private static final char[] TABLES = tables();

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

    /**
     * Eight bytes a round: a checksum is linear, so that of eight bytes is the sum of each byte's own, shifted by the bytes
     * that follow it ("slicing-by-8", Kounavis and Berry 2005).
     */
    private static int crc16(byte[] b, int from, int to) {
        int crc = 0;
        int i = from;
        for (; i + SLICE <= to; i += SLICE) {
            crc = TABLES[7 * 256 + ((crc >>> 8) ^ (b[i] & 0xff))]
                    ^ TABLES[6 * 256 + ((crc ^ b[i + 1]) & 0xff)]
                    ^ TABLES[5 * 256 + (b[i + 2] & 0xff)]
                    ^ TABLES[4 * 256 + (b[i + 3] & 0xff)]
                    ^ TABLES[3 * 256 + (b[i + 4] & 0xff)]
                    ^ TABLES[2 * 256 + (b[i + 5] & 0xff)]
                    ^ TABLES[256 + (b[i + 6] & 0xff)]
                    ^ TABLES[b[i + 7] & 0xff];
        }
        for (; i < to; i++) {
            crc = ((crc << 8) & 0xffff) ^ TABLES[((crc >>> 8) ^ b[i]) & 0xff];
        }
        return crc;
    }

    private static char[] tables() {
        char[] tables = new char[SLICE * 256];
        for (int i = 0; i < 256; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
            }
            tables[i] = (char) crc;
        }
        for (int i = 256; i < tables.length; i++) {
            int shorter = tables[i - 256];
            tables[i] = (char) ((shorter << 8) ^ tables[shorter >>> 8]);
        }
        return tables;
    }
}
