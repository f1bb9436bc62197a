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
    STALE_TERM_OBEYED
}
