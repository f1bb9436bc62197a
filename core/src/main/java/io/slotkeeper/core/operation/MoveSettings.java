package io.slotkeeper.core.operation;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Objects;

/**
 * How gently keys are moved.
 *
 * @param keysPerSecond most keys that may be moved in a second, over all shards; 0 for as many as possible
 * @param bigKeyBytes a key that takes more memory than this is big
 * @param bigKeys what is done about slots that hold one
 */
public record MoveSettings(long keysPerSecond, long bigKeyBytes, BigKeyPolicy bigKeys) {
    /** No throttle, keys above 16 MiB are big, their slots move last. */
    public static final MoveSettings DEFAULTS = new MoveSettings(0, 16L << 20, BigKeyPolicy.LAST);

    public MoveSettings {
        Objects.requireNonNull(bigKeys);
        if (keysPerSecond < 0) {
            throw new IllegalArgumentException(
                    "keysPerSecond is " + keysPerSecond + "; it must be 1 or more, or 0 for no throttle");
        }
        if (bigKeyBytes < 1024) {
            throw new IllegalArgumentException("bigKeyBytes is " + bigKeyBytes + "; it must be 1024 or more");
        }
    }

    public MoveSettings withKeysPerSecond(long next) {
        return new MoveSettings(next, bigKeyBytes, bigKeys);
    }

    public void writeTo(BinaryOutput out) {
        out.putLong(keysPerSecond).putLong(bigKeyBytes).putEnum(bigKeys);
    }

    public static MoveSettings readFrom(BinaryInput in) {
        return new MoveSettings(in.getLong(), in.getLong(), in.getEnum(BigKeyPolicy.class));
    }
}
