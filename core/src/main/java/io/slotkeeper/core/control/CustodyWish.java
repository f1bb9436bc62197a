package io.slotkeeper.core.control;

import java.util.Locale;

/** What somebody wants Slotkeeper to be to the nodes. */
public enum CustodyWish {
    /** Publish what they do, and act on nothing. */
    OBSERVE,
    /** Take a running cluster over. */
    ADOPT,
    /** Hand it back to its own failover. */
    RELEASE;

    /** The name in the interfaces. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
