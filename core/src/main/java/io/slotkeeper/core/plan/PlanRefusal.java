package io.slotkeeper.core.plan;

/** Why a plan cannot be made. The names are stable: they stand in the public interfaces. */
public enum PlanRefusal {
    UNKNOWN_SHARD,
    BAD_WEIGHT,
    SHARD_LOST,
    SHARD_FORMING,
    LAST_SHARD,
    SLOT_NOT_OWNED,
    SLOTS_WITHOUT_OWNER
}
