package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import java.util.Objects;

/**
 * A node to meet.
 *
 * @param id its node id, to tell whether it is known already
 * @param host address to meet it at
 * @param port client port
 * @param busPort cluster bus port
 */
public record Endpoint(NodeId id, String host, int port, int busPort) {
    public Endpoint {
        Objects.requireNonNull(id);
        Objects.requireNonNull(host);
    }

    public static Endpoint of(Node node) {
        return new Endpoint(node.id(), node.host(), node.port(), node.busPort());
    }

    void writeTo(BinaryOutput out) {
        out.putNodeId(id).putText(host).putInt(port).putInt(busPort);
    }

    static Endpoint readFrom(BinaryInput in) {
        return new Endpoint(in.getNodeId(), in.getText(), in.getInt(), in.getInt());
    }
}
