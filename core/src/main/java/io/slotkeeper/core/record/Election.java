package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import java.util.Objects;

/**
 * A committed intent to promote a replica; open until the promotion is verified or given up.
 *
 * @param shard the shard that gets a new primary
 * @param epoch shard epoch that the new primary will have; never used again, even when given up
 * @param kind failover or switchover
 * @param candidate the replica to promote
 * @param former the primary to replace
 * @param cause stable reason code
 * @param estimatedLossBytes replication offset gap known at the decision, 0 or more; -1 when unknown
 * @param startedAtMillis wall-clock time of the decision, milliseconds since 1970
 */
public record Election(
        String shard,
        long epoch,
        ElectionKind kind,
        NodeId candidate,
        NodeId former,
        String cause,
        long estimatedLossBytes,
        long startedAtMillis) {
    public Election {
        Objects.requireNonNull(shard);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(candidate);
        Objects.requireNonNull(former);
        Objects.requireNonNull(cause);
    }

    void writeTo(BinaryOutput out) {
        out.putText(shard)
                .putLong(epoch)
                .putEnum(kind)
                .putNodeId(candidate)
                .putNodeId(former)
                .putText(cause)
                .putLong(estimatedLossBytes)
                .putLong(startedAtMillis);
    }

    static Election readFrom(BinaryInput in) {
        return new Election(
                in.getText(),
                in.getLong(),
                in.getEnum(ElectionKind.class),
                in.getNodeId(),
                in.getNodeId(),
                in.getText(),
                in.getLong(),
                in.getLong());
    }
}
