package io.slotkeeper.core.operation;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;

/**
 * How far an operation is, as the log knows it.
 *
 * @param slotsDone slots that the target owns
 * @param slotsSkipped slots that stay because of a big key
 * @param keys keys moved in finished windows
 * @param bytes their size as it was measured in memory
 */
public record Progress(int slotsDone, int slotsSkipped, long keys, long bytes) {
    /** Nothing is done. */
    public static final Progress NONE = new Progress(0, 0, 0, 0);

    Progress plus(int slots, long moreKeys, long moreBytes) {
        return new Progress(slotsDone + slots, slotsSkipped, keys + moreKeys, bytes + moreBytes);
    }

    Progress plusSkipped(int slots) {
        return new Progress(slotsDone, slotsSkipped + slots, keys, bytes);
    }

    void writeTo(BinaryOutput out) {
        out.putInt(slotsDone).putInt(slotsSkipped).putLong(keys).putLong(bytes);
    }

    static Progress readFrom(BinaryInput in) {
        return new Progress(in.getInt(), in.getInt(), in.getLong(), in.getLong());
    }
}
