package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;

/**
 * Whether a node's writes depend on its replicas.
 *
 * @param required how many replicas must be in time for every write ({@code min-replicas-to-write}); of a fenced node: what
 *     it is without the fence
 * @param inTime primary: replicas that were heard within {@code min-replicas-max-lag} 1, as the server counts them once a second
 */
public record Redundancy(int required, int inTime) {
    /** Writes need no replica, and there is none. */
    public static final Redundancy NONE = new Redundancy(0, 0);

    void writeTo(BinaryOutput out) {
        out.putInt(required).putInt(inTime);
    }

    static Redundancy readFrom(BinaryInput in) {
        return new Redundancy(in.getInt(), in.getInt());
    }
}
