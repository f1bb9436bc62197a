package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.MalformedEncodingException;

/** The leading format byte of every message between agents and coordinators. */
final class WireFormat {
    private WireFormat() {}

    static BinaryInput open(byte[] bytes, int format, String what) {
        BinaryInput in = new BinaryInput(bytes);
        int actual = in.getByte();
        if (actual != format) {
            throw new MalformedEncodingException(what + " has format " + actual + ", this release reads " + format
                    + "; run agents and coordinators of neighbouring releases");
        }
        return in;
    }
}
