package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import java.util.Objects;

/**
 * The agent of a replica, whom the primary's agent asks for an endorsement.
 *
 * @param node its node
 * @param host where it takes such questions; empty when it takes none
 * @param port where it takes such questions; 0 when it takes none
 */
public record Endorser(NodeId node, String host, int port) {
    public Endorser {
        Objects.requireNonNull(node);
        Objects.requireNonNull(host);
    }

    void writeTo(BinaryOutput out) {
        out.putNodeId(node).putText(host).putInt(port);
    }

    static Endorser readFrom(BinaryInput in) {
        return new Endorser(in.getNodeId(), in.getText(), in.getInt());
    }
}
