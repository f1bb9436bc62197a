package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Objects;

/**
 * What entitles a command to be carried out. An agent refuses a command with an older term than it has seen, or with an
 * older epoch than it has seen for that shard, or after the deadline.
 *
 * @param term Raft term of the deciding leader
 * @param shard shard the command is about, empty when it is about the node only
 * @param epoch shard epoch that the command belongs to, 0 when {@code shard} is empty
 * @param notAfterNanos last moment, on the agent's own monotonic clock, at which the command may still be started;
 *     {@link Long#MAX_VALUE} when it never gets stale. The leader derives it from the send time of a report of that agent,
 *     so no synchronised clocks are needed
 */
public record Guard(long term, String shard, long epoch, long notAfterNanos) {
    public Guard {
        Objects.requireNonNull(shard);
    }

    void writeTo(BinaryOutput out) {
        out.putLong(term).putText(shard).putLong(epoch).putLong(notAfterNanos);
    }

    static Guard readFrom(BinaryInput in) {
        return new Guard(in.getLong(), in.getText(), in.getLong(), in.getLong());
    }
}
