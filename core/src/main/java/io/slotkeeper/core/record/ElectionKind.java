package io.slotkeeper.core.record;

/** How a new primary comes to be. The names are part of the encoding of records. */
public enum ElectionKind {
    /** Unplanned promotion: the old primary is gone or fenced. */
    FAILOVER,
    /** Planned promotion that loses no acknowledged write. */
    SWITCHOVER
}
