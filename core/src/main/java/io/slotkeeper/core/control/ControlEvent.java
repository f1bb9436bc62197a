package io.slotkeeper.core.control;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.SlotMapRecord;

/** Something that the control loop has to know. */
public sealed interface ControlEvent {
    /** Time has passed; sent in the rhythm of the heartbeats, and when a {@link Effect.WakeUp} is due. */
    record Tick(long loopLagMillis) implements ControlEvent {}

    /**
     * This coordinator leads from now on.
     *
     * @param freshClusterId to be the cluster's id if it has none yet
     */
    record LeadershipGained(long term, ClusterState state, String freshClusterId) implements ControlEvent {}

    /** This coordinator does not lead any more. */
    record LeadershipLost() implements ControlEvent {}

    /** A record was committed and applied. */
    record RecordApplied(SlotMapRecord record, ApplyOutcome outcome) implements ControlEvent {}

    /** The state was replaced by a snapshot. */
    record StateReplaced(ClusterState state) implements ControlEvent {}

    /** A proposal did not get through, or nobody knows whether it did. */
    record ProposalFailed(SlotMapRecord record, String why) implements ControlEvent {}

    /** An agent reported. */
    record ReportReceived(AgentReport report) implements ControlEvent {}

    /** Hazelcast found an agent's process gone. */
    record AgentDeparted(String agent) implements ControlEvent {}

    /** An agent answered a command. */
    record ReplyReceived(CommandReply reply) implements ControlEvent {}

    /**
     * No answer to a command.
     *
     * @param delivered false when the command certainly never reached the agent
     */
    record CommandLost(long commandId, boolean delivered) implements ControlEvent {}

    /** The leader's own probe of a node ended. */
    record NodeProbed(NodeId node, boolean answered) implements ControlEvent {}

    /** Somebody asks for another primary. */
    record PromotionRequested(long requestId, PromotionRequest request) implements ControlEvent {}

    /** Somebody asks for an operation, or to steer one. */
    record OperationRequested(long requestId, OperationRequest request) implements ControlEvent {}

    /** Somebody asks for a pause, its end, a drain or its end. */
    record UpkeepRequested(long requestId, UpkeepRequest request) implements ControlEvent {}
    /** Somebody asks for a fault. */
    record DrillRequested(long requestId, DrillRequest request) implements ControlEvent {}

    /** Somebody wants Slotkeeper to observe, adopt or release a cluster. */
    record CustodyRequested(long requestId, CustodyRequest request) implements ControlEvent {}

    /** A verified promotion has been handed to the subscribers. */
    record Published(String shard, long epoch, long publishMicros) implements ControlEvent {}

    /** A majority of the coordinators has confirmed the leadership, asked after the round began. */
    record LeadershipConfirmed(long round) implements ControlEvent {}

    /** The leadership was not confirmed. */
    record LeadershipDoubted(long round) implements ControlEvent {}
}
