package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import java.util.Objects;

/**
 * A replica agent's answer to an {@link EndorseRequest}.
 *
 * @param round of the request
 * @param node the replica that was asked about
 * @param promised it refuses promotions from now on, for as long as it was asked to
 * @param text why not; empty when promised
 */
public record EndorseReply(long round, NodeId node, boolean promised, String text) {
    private static final int FORMAT = 1;

    public EndorseReply {
        Objects.requireNonNull(node);
        Objects.requireNonNull(text);
    }

    public byte[] encode() {
        BinaryOutput out = new BinaryOutput();
        out.putByte(FORMAT).putLong(round).putNodeId(node).putBoolean(promised).putText(text);
        return out.toByteArray();
    }

    /**
     * Decodes a reply.
     *
     * @throws io.slotkeeper.core.codec.MalformedEncodingException if the bytes are no reply of this format
     */
    public static EndorseReply decode(byte[] bytes) {
        return WireFormat.open(bytes, FORMAT, "endorsement reply")
                .getWhole(in -> new EndorseReply(in.getLong(), in.getNodeId(), in.getBoolean(), in.getText()));
    }
}
