package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryOutput;

/**
 * One entry of the Raft log. Each kind knows how it changes the state; applying is deterministic, and a record whose
 * expectations no longer hold is rejected without any effect.
 *
 * <p>Encoded by {@link RecordCodec}. A kind is never changed once released: a new kind is added beside it.
 */
public sealed interface SlotMapRecord
        permits ClusterInitialized,
                NodeRegistered,
                ShardsPlanned,
                ShardFormed,
                PrimaryElected,
                PrimaryActivated,
                ElectionAborted,
                DecisionNoted,
                PublishTimed,
                OperationStarted,
                OperationChanged,
                OperationTuned,
                WindowsOpened,
                WindowHandedOver,
                WindowTurned,
                WindowsClosed,
                SlotsSkipped,
                ShardRemoved,
                ReplicasRequired,
                MaintenancePaused,
                PauseCounted,
                MaintenanceEnded,
                NodeDrained,
                DrainEnded,
                ShardReassigned,
                SlotsTaken,
                ShardRecovered,
                LeaderPresent,
                CustodyChanged,
                ReplicasAdmitted,
                NodeDropped,
                ForeignChangeAnswered {
    RecordType type();

    /** Applies this record to the state before it. Pure. */
    ApplyOutcome applyTo(ClusterState state);

    /** Writes the fields, without the type. */
    void writeTo(BinaryOutput out);
}
