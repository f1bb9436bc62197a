package io.slotkeeper.core.lease;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.LeaseGrant;
import io.slotkeeper.core.protocol.LeaseTiming;

/** Something that the keeper of a node's lease has to know. */
public sealed interface LeaseEvent {
    /** Time has passed; sent when {@link LeaseEffect.WakeAt} is due, and now and then. */
    record Tick() implements LeaseEvent {}

    /** The leader acknowledged a heartbeat. */
    record Granted(LeaseGrant grant) implements LeaseEvent {}

    /**
     * The node answered.
     *
     * @param id its node id
     * @param runId its process
     * @param primary it is a primary and owns slots
     * @param fenced it refuses writes because it was told to
     */
    record NodeSeen(NodeId id, String runId, boolean primary, boolean fenced) implements LeaseEvent {}

    /** The node's process is gone. */
    record NodeGone() implements LeaseEvent {}

    /** The leader had the node promoted; the order was read at that moment. */
    record Promoted(String runId, long readNanos, LeaseTiming timing) implements LeaseEvent {}

    /** The leader had the node fenced, by an order of that shard epoch: only a later order of a leader may lift that. */
    record FenceOrdered(long epoch) implements LeaseEvent {}

    /** The leader had the node's writes paused; when that time has come without another word, the node must be fenced. */
    record WritesPaused(long untilNanos) implements LeaseEvent {}

    /** The leader had the pause ended. */
    record WritesResumed() implements LeaseEvent {}

    /** The leader had the node's fence lifted. */
    record UnfenceOrdered() implements LeaseEvent {}

    /** An {@link LeaseEffect.Ask} was answered by one of those asked. */
    record Answered(long round, NodeId by, boolean promised) implements LeaseEvent {}

    /** An {@link LeaseEffect.Fence} ended: the node refuses writes, or nobody knows. */
    record FenceEnded(boolean done) implements LeaseEvent {}
}
