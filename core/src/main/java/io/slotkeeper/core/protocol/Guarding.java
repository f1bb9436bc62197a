package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Objects;

/**
 * What an agent can do to guard its node, apart from asking the node itself.
 *
 * @param canKill it sees the node's process and may kill it
 * @param host where it takes questions for endorsements; empty when it takes none
 * @param port where it takes questions for endorsements; 0 when it takes none
 * @param importPort where it takes keys in for its node, at the same host; 0 when sources talk to the node itself
 * @param askedReplicas {@link ViewDigest#ofNodes} of the replicas that its lease counts with; 0 without any
 */
public record Guarding(boolean canKill, String host, int port, int importPort, long askedReplicas) {
    /** It can do nothing. */
    public static final Guarding NONE = new Guarding(false, "", 0, 0, 0);

    public Guarding {
        Objects.requireNonNull(host);
    }

    public Guarding withImportPort(int other) {
        return new Guarding(canKill, host, port, other, askedReplicas);
    }

    void writeTo(BinaryOutput out) {
        out.putBoolean(canKill).putText(host).putInt(port).putInt(importPort).putLong(askedReplicas);
    }

    static Guarding readFrom(BinaryInput in) {
        return new Guarding(in.getBoolean(), in.getText(), in.getInt(), in.getInt(), in.getLong());
    }
}
