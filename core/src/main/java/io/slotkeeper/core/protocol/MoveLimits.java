package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;

/**
 * Bounds of one order to move keys.
 *
 * @param maxKeys most keys to move before the answer; 0 for no bound
 * @param maxMillis how long to go on before the answer, 1 or more
 * @param maxBlockMillis how long one batch may block the node, 1 or more; batches are adapted to it
 * @param bigKeyBytes a key that takes more memory than this moves alone, with all the time that it needs; 0 when the slots
 *     are known to hold none
 */
public record MoveLimits(long maxKeys, long maxMillis, long maxBlockMillis, long bigKeyBytes) {
    void writeTo(BinaryOutput out) {
        out.putLong(maxKeys).putLong(maxMillis).putLong(maxBlockMillis).putLong(bigKeyBytes);
    }

    static MoveLimits readFrom(BinaryInput in) {
        return new MoveLimits(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }
}
