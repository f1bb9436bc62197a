package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import java.util.Objects;

/**
 * "Promise to refuse any promotion for a while": from a primary's agent to a replica's.
 *
 * @param round names the question; the answer repeats it
 * @param node the replica that is asked about
 * @param primary the node that wants to go on
 * @param runId its process
 * @param timing how long the promise is to last: {@link LeaseTiming#elsewhereNanos()} after the request was read
 */
public record EndorseRequest(long round, NodeId node, NodeId primary, String runId, LeaseTiming timing) {
    private static final int FORMAT = 1;

    public EndorseRequest {
        Objects.requireNonNull(node);
        Objects.requireNonNull(primary);
        Objects.requireNonNull(runId);
        Objects.requireNonNull(timing);
    }

    public byte[] encode() {
        BinaryOutput out = new BinaryOutput();
        out.putByte(FORMAT).putLong(round).putNodeId(node).putNodeId(primary).putText(runId);
        timing.writeTo(out);
        return out.toByteArray();
    }

    /**
     * Decodes a request.
     *
     * @throws io.slotkeeper.core.codec.MalformedEncodingException if the bytes are no request of this format
     */
    public static EndorseRequest decode(byte[] bytes) {
        return WireFormat.open(bytes, FORMAT, "endorsement request")
                .getWhole(in -> new EndorseRequest(
                        in.getLong(), in.getNodeId(), in.getNodeId(), in.getText(), LeaseTiming.readFrom(in)));
    }
}
