package io.slotkeeper.bench.rebalance;

import io.slotkeeper.core.slot.KeySlot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Keys of all types over all slots, the same for every contender. Half are strings, the others lists, sets, sorted sets, hashes
 * and streams. Values are of 32 bytes to 64 KiB, each size half as frequent as the half of it; every tenth key expires in about
 * a day.
 *
 * @param keys how many
 * @param seed of the values
 * @param expiryMillis when the first of the keys that expire does, milliseconds since 1970
 */
record DataSet(int keys, long seed, long expiryMillis) {
    private static final int SMALLEST = 32;
    private static final int DOUBLINGS = 11;
    private static final int ELEMENT = 32;
    private static final int EXPIRES_EVERY = 10;
    private static final byte[] LETTERS = letters();

    byte[] key(int index) {
        return bytes("key:" + index);
    }

    int slot(int index) {
        return KeySlot.of(key(index));
    }

    OptionalLong expiry(int index) {
        return index % EXPIRES_EVERY == 0 ? OptionalLong.of(expiryMillis + index) : OptionalLong.empty();
    }

    /** The words of the command that writes a key. */
    List<byte[]> command(int index) {
        SplittableRandom random = new SplittableRandom(seed + index);
        int size = SMALLEST << Math.min(DOUBLINGS, Long.numberOfTrailingZeros(random.nextLong()));
        byte[] key = key(index);
        return switch (random.nextInt(10)) {
            case 0 -> elements(List.of(bytes("RPUSH"), key), size, random, false);
            case 1 -> elements(List.of(bytes("SADD"), key), size, random, false);
            case 2 -> elements(List.of(bytes("ZADD"), key), size, random, true);
            case 3 -> elements(List.of(bytes("HSET"), key), size, random, true);
            case 4 -> elements(List.of(bytes("XADD"), key, bytes("1700000000000-" + (index + 1))), size, random, true);
            default -> List.of(bytes("SET"), key, text(random, size));
        };
    }

    /** Names are numbered, so that they differ and can be scores. */
    private static List<byte[]> elements(List<byte[]> begin, int size, SplittableRandom random, boolean pairs) {
        List<byte[]> words = new ArrayList<>(begin);
        for (int i = 0; i * ELEMENT < size; i++) {
            if (pairs) {
                words.add(bytes(Integer.toString(i)));
            }
            words.add(text(random, ELEMENT));
        }
        return words;
    }

    private static byte[] text(SplittableRandom random, int length) {
        byte[] text = new byte[length];
        System.arraycopy(LETTERS, random.nextInt(LETTERS.length - length), text, 0, length);
        return text;
    }

    private static byte[] letters() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] letters = new byte[4 * (SMALLEST << DOUBLINGS)];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) random.nextInt('a', 'z' + 1);
        }
        return letters;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
