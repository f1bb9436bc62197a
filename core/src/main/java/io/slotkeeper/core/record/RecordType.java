package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import java.util.function.Function;

/** The kinds of records and their tags in the encoding. A tag is never used again. */
public enum RecordType {
    CLUSTER_INITIALIZED(1, ClusterInitialized::readFrom),
    NODE_REGISTERED(2, NodeRegistered::readFrom),
    SHARDS_PLANNED(3, ShardsPlanned::readFrom),
    SHARD_FORMED(4, ShardFormed::readFrom),
    PRIMARY_ELECTED(5, PrimaryElected::readFrom),
    PRIMARY_ACTIVATED(6, PrimaryActivated::readFrom),
    ELECTION_ABORTED(7, ElectionAborted::readFrom),
    DECISION_NOTED(8, DecisionNoted::readFrom),
    PUBLISH_TIMED(9, PublishTimed::readFrom),
    LEADER_PRESENT(10, LeaderPresent::readFrom),
    OPERATION_STARTED(30, OperationStarted::readFrom),
    OPERATION_CHANGED(31, OperationChanged::readFrom),
    OPERATION_TUNED(32, OperationTuned::readFrom),
    WINDOWS_OPENED(33, WindowsOpened::readFrom),
    WINDOW_HANDED_OVER(34, WindowHandedOver::readFrom),
    WINDOW_TURNED(35, WindowTurned::readFrom),
    WINDOWS_CLOSED(36, WindowsClosed::readFrom),
    SLOTS_SKIPPED(37, SlotsSkipped::readFrom),
    SHARD_REMOVED(38, ShardRemoved::readFrom),
    REPLICAS_REQUIRED(20, ReplicasRequired::readFrom),
    MAINTENANCE_PAUSED(21, MaintenancePaused::readFrom),
    PAUSE_COUNTED(22, PauseCounted::readFrom),
    MAINTENANCE_ENDED(23, MaintenanceEnded::readFrom),
    NODE_DRAINED(24, NodeDrained::readFrom),
    DRAIN_ENDED(25, DrainEnded::readFrom),
    SHARD_REASSIGNED(26, ShardReassigned::readFrom),
    SLOTS_TAKEN(27, SlotsTaken::readFrom),
    SHARD_RECOVERED(28, ShardRecovered::readFrom),
    CUSTODY_CHANGED(45, CustodyChanged::readFrom),
    REPLICAS_ADMITTED(46, ReplicasAdmitted::readFrom),
    NODE_DROPPED(47, NodeDropped::readFrom),
    FOREIGN_CHANGE_ANSWERED(48, ForeignChangeAnswered::readFrom);

    private final int tag;
    private final Function<BinaryInput, SlotMapRecord> reader;

    RecordType(int tag, Function<BinaryInput, SlotMapRecord> reader) {
        this.tag = tag;
        this.reader = reader;
    }

    int tag() {
        return tag;
    }

    SlotMapRecord read(BinaryInput in) {
        return reader.apply(in);
    }
}
