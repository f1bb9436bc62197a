package io.slotkeeper.core.analysis;

/** What a diagnosis calls for. */
public enum Action {
    /** Promote a replica, if the guards allow it. */
    PROMOTE,
    /** Fence the old primary first, then promote a replica, if the guards allow it. */
    FENCE_AND_PROMOTE,
    /** Wait until the old primary's lease is over for certain, then promote a replica, if the guards allow it. */
    WAIT_AND_PROMOTE,
    /** Repair the node so that it agrees with the slot map. */
    RECONCILE,
    /** Tell people. */
    ALERT;

    /** Whether it ends with another primary. */
    public boolean promotes() {
        return this == PROMOTE || this == FENCE_AND_PROMOTE || this == WAIT_AND_PROMOTE;
    }
}
