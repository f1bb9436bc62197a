package io.slotkeeper.bench.jmh;

import io.lettuce.core.cluster.SlotHash;
import io.slotkeeper.core.slot.KeySlot;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The slot of a key given as bytes: Slotkeeper's implementation beside those of Jedis and Lettuce. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KeySlotBenchmark {
    // A power of two; many keys, so that branches cannot be learnt by heart.
    private static final int KEYS = 256;
    private static final long SEED = 20_261_122;

    /** Length of a key in bytes. */
    @Param({"8", "32", "128", "512"})
    public int length;

    /** {@code none}; {@code tagged}: a hash tag of a quarter of the key, behind an eighth of it. */
    @Param({"none", "tagged"})
    public String tag;

    private byte[][] keys;
    private int next;

    /** Writes the keys; the same ones at every run. */
    @Setup
    public void writeKeys() {
        Random random = new Random(SEED);
        keys = new byte[KEYS][];
        for (int i = 0; i < KEYS; i++) {
            keys[i] = key(random);
        }
    }

    private byte[] key(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        if (tag.equals("tagged")) {
            int open = length / 8;
            text.setCharAt(open, '{');
            text.setCharAt(open + 1 + length / 4, '}');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] nextKey() {
        next = (next + 1) & (KEYS - 1);
        return keys[next];
    }

    /** {@link KeySlot#of(byte[])}. */
    @Benchmark
    public int slotkeeper() {
        return KeySlot.of(nextKey());
    }

    /** {@link JedisClusterCRC16#getSlot(byte[])}. */
    @Benchmark
    public int jedis() {
        return JedisClusterCRC16.getSlot(nextKey());
    }

    /** {@link SlotHash#getSlot(byte[])}. */
    @Benchmark
    public int lettuce() {
        return SlotHash.getSlot(nextKey());
    }
}
