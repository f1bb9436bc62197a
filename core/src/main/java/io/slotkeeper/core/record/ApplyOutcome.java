package io.slotkeeper.core.record;

import io.slotkeeper.core.map.SlotMapDelta;
import java.util.Optional;

/**
 * What applying a committed record did.
 *
 * @param state the state after it; the state before it when the record was rejected
 * @param delta the change of the slot map, when there is one
 * @param rejection why the record was rejected, when it was
 */
public record ApplyOutcome(ClusterState state, Optional<SlotMapDelta> delta, Optional<Rejection> rejection) {
    static ApplyOutcome changed(ClusterState state, SlotMapDelta delta) {
        return new ApplyOutcome(state, Optional.of(delta), Optional.empty());
    }

    static ApplyOutcome unpublished(ClusterState state) {
        return new ApplyOutcome(state, Optional.empty(), Optional.empty());
    }

    static ApplyOutcome rejected(ClusterState state, RejectReason reason, String text) {
        return new ApplyOutcome(state, Optional.empty(), Optional.of(new Rejection(reason, text)));
    }

    /**
     * Why a record changed nothing.
     *
     * @param reason stable code
     * @param text one sentence for people
     */
    public record Rejection(RejectReason reason, String text) {}

    /** The rules that a record can break by the time it is applied. */
    public enum RejectReason {
        ALREADY_INITIALIZED,
        NOT_INITIALIZED,
        UNKNOWN_SHARD,
        UNKNOWN_NODE,
        STALE_EPOCH,
        NO_OPEN_ELECTION,
        WRONG_STATE,
        NOT_A_REPLICA,
        ALREADY_PLANNED,
        STALE_OPERATION,
        SLOT_NOT_OWNED
    }
}
