package io.slotkeeper.testkit.simulation;

/** A deliberate mistake in the machinery around the control loop. The invariants must find each of them. */
public enum Flaw {
    /** The agents' leases outlast what the leader waits for. */
    LEASE_NOT_WAITED_FOR,
    /** A replica's agent promotes although it has promised not to. */
    PROMISE_IGNORED,
    /** Leases are granted although nobody else confirmed the leadership. */
    MAJORITY_NOT_ASKED,
    /** An agent obeys orders of a deposed leader. */
    STALE_TERM_OBEYED,
    /** What a primary says after the decision to replace it is not heard. */
    PRIMARY_NOT_RECHECKED,
    /** An agent looks at the deadline of an order when it arrives, and not again when it has waited to carry it out. */
    DEADLINE_NOT_RECHECKED,
    /** An agent that has just started promotes, although the process before it may have promised not to. */
    PROMISE_FORGOTTEN,
    /** An agent lifts the fence of a primary that has no lease when a leader orders it. */
    UNFENCED_WITHOUT_LEASE,
    /** A leader acts on a record before a majority has it. */
    UNCOMMITTED_OBEYED,
    /** A coordinator that restarts has forgotten its vote and what it had synced. */
    DISK_FORGETS,
    /** A node that restarts feeds its replicas at once, also when it is empty. */
    SYNC_NOT_HELD,
    /** A node that takes over goes on listening to a former primary, whose config epoch may be as high as its own. */
    EPOCHS_COLLIDE,
    /** Clocks run at rates that differ by more than the product assumes. */
    CLOCKS_DRIFT
}
