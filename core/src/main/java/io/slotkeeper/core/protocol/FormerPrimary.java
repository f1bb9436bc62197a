package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import java.util.Objects;

/**
 * The primary that a promotion replaces.
 *
 * @param node its node id
 * @param configEpoch the configuration epoch with which it claims its slots, as last reported; 0 when it was never reported
 */
public record FormerPrimary(NodeId node, long configEpoch) {
    public FormerPrimary {
        Objects.requireNonNull(node);
    }

    void writeTo(BinaryOutput out) {
        out.putNodeId(node).putLong(configEpoch);
    }

    static FormerPrimary readFrom(BinaryInput in) {
        return new FormerPrimary(in.getNodeId(), in.getLong());
    }
}
