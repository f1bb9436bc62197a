package io.slotkeeper.core.control;

/** Why a request was refused. The names are stable: they stand in the REST and event-bus interfaces. */
public enum RefusalCode {
    UNKNOWN_SHARD(404),
    UNKNOWN_NODE(404),
    NOT_A_REPLICA(409),
    ALREADY_PRIMARY(409),
    REPLICA_NOT_IN_SYNC(409),
    REPLICA_DOWN(409),
    NODE_DRAINED(409),
    NO_ELIGIBLE_REPLICA(409),
    PRIMARY_DOWN(409),
    PRIMARY_NOT_FENCED(409),
    OPERATION_IN_PROGRESS(409),
    CLUSTER_NOT_FORMED(409),
    UNKNOWN_OPERATION(404),
    WRONG_STATE(409),
    NOTHING_TO_DO(409),
    NOT_ENOUGH_NODES(409),
    NODE_IN_USE(409),
    NODE_IS_PRIMARY(409),
    NODE_ALIVE(409),
    BAD_WEIGHT(400),
    SHARD_LOST(409),
    SHARD_FORMING(409),
    LAST_SHARD(409),
    SLOT_NOT_OWNED(409),
    SLOTS_WITHOUT_OWNER(409),
    NOT_IN_CHARGE(409),
    ALREADY_IN_CHARGE(409),
    ADOPTION_REFUSED(409),
    CLUSTER_NOT_HEALTHY(409),
    DRILL_NOT_ALLOWED(403),
    DRILL_NOT_POSSIBLE(409),
    TIMED_OUT(504),
    OUTCOME_UNKNOWN(504),
    NOT_LEADER(503);

    private final int httpStatus;

    RefusalCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** The status of the REST problem document. */
    public int httpStatus() {
        return httpStatus;
    }
}
