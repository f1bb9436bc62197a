package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryOutput;
import java.util.List;
import java.util.Objects;

/**
 * The leader's acknowledgement of a heartbeat: the right of one server process to accept writes for a while.
 *
 * @param term Raft term of the leader, confirmed after the heartbeat had arrived
 * @param shard whose primary the node is
 * @param sentNanos send time of the acknowledged heartbeat on the agent's clock: the lease is counted from it
 * @param runId the process that it is given to
 * @param timing how long it lasts, and what goes with it
 * @param endorsers the agents of all replicas of the shard
 */
public record LeaseGrant(
        long term, String shard, long sentNanos, String runId, LeaseTiming timing, List<Endorser> endorsers) {
    private static final int FORMAT = 1;

    public LeaseGrant {
        Objects.requireNonNull(shard);
        Objects.requireNonNull(runId);
        Objects.requireNonNull(timing);
        endorsers = List.copyOf(endorsers);
    }

    public byte[] encode() {
        BinaryOutput out = new BinaryOutput();
        out.putByte(FORMAT).putLong(term).putText(shard).putLong(sentNanos).putText(runId);
        timing.writeTo(out);
        out.putList(endorsers, (o, endorser) -> endorser.writeTo(o));
        return out.toByteArray();
    }

    /**
     * Decodes a grant.
     *
     * @throws io.slotkeeper.core.codec.MalformedEncodingException if the bytes are no grant of this format
     */
    public static LeaseGrant decode(byte[] bytes) {
        return WireFormat.open(bytes, FORMAT, "lease grant")
                .getWhole(in -> new LeaseGrant(
                        in.getLong(),
                        in.getText(),
                        in.getLong(),
                        in.getText(),
                        LeaseTiming.readFrom(in),
                        in.getList(Endorser::readFrom)));
    }
}
