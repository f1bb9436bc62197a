package io.slotkeeper.core.slot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySlotTest {

    @ParameterizedTest
    @CsvSource({"123456789,12739", "foo,12182", "'',0", "bar,5061", "hello,866"})
    void knownValues(String key, int slot) {
        assertThat(KeySlot.of(key)).isEqualTo(slot);
    }

    @ParameterizedTest
    @CsvSource({
        "{user1000}.following, user1000",
        "{user1000}.followers, user1000",
        "foo{{bar}}zap, {bar",
        "foo{bar}{zap}, bar",
        "}a{b}c, b",
        "x{y, x{y",
        "a}b{c}, c"
    })
    void theTagStandsBetweenTheFirstBraceAndTheFirstOneAfterIt(String key, String hashed) {
        assertThat(KeySlot.of(key)).isEqualTo(reference(hashed.getBytes(UTF_8)));
    }

    @Test
    void emptyTagMeansTheWholeKey() {
        assertThat(KeySlot.of("foo{}{bar}"))
                .isEqualTo(reference("foo{}{bar}".getBytes(UTF_8)))
                .isEqualTo(8363);
        assertThat(KeySlot.of("{}")).isEqualTo(reference("{}".getBytes(UTF_8)));
    }

    @Property
    void agreesWithABitwiseChecksum(@ForAll byte[] key) {
        boolean braces = new String(key, java.nio.charset.StandardCharsets.ISO_8859_1).matches("(?s).*[{}].*");
        if (!braces) {
            assertThat(KeySlot.of(key)).isEqualTo(reference(key));
        }
    }

    @Property
    void keysWithOneTagShareASlot(@ForAll @NotEmpty byte[] tag, @ForAll byte[] before, @ForAll byte[] after) {
        byte[] clean = without(tag, '}');
        if (clean.length > 0) {
            byte[] key = join(without(before, '{'), new byte[] {'{'}, clean, new byte[] {'}'}, after);
            assertThat(KeySlot.of(key)).isEqualTo(reference(clean));
        }
    }

    private static byte[] without(byte[] bytes, char unwanted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte b : bytes) {
            if (b != (byte) unwanted) {
                out.write(b);
            }
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** CRC16-XMODEM as its definition says it: polynomial division, bit by bit. */
    private static int reference(byte[] bytes) {
        int crc = 0;
        for (byte b : bytes) {
            for (int bit = 7; bit >= 0; bit--) {
                int in = (b >> bit) & 1;
                int out = (crc >> 15) & 1;
                crc = (crc << 1) & 0xffff;
                if (in != out) {
                    crc ^= 0x1021;
                }
            }
        }
        return crc % 16384;
    }
}
