package io.slotkeeper.coordinator.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Decodes a part of a URL to bytes: keys need not be text in any encoding. */
final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * The bytes that a part of a path stands for. A plus sign stands for itself.
     *
     * @throws ApiException if a percent sign is not followed by two hexadecimal digits
     */
    static byte[] decode(String part) {
        byte[] raw = part.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream key = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                key.write(digit(raw, i + 1) << 4 | digit(raw, i + 2));
                i += 2;
            } else {
                key.write(raw[i]);
            }
        }
        return key.toByteArray();
    }

    private static int digit(byte[] raw, int index) {
        int digit = index < raw.length ? Character.digit((char) raw[index], 16) : -1;
        if (digit < 0) {
            throw new ApiException(
                    ProblemCode.MALFORMED_URL,
                    "a % in the path is not followed by two hexadecimal digits; write % as %25");
        }
        return digit;
    }
}
