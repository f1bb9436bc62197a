package io.slotkeeper.core.operation;

import java.util.Locale;

/** What is done about slots that hold a big key, whose move blocks both nodes for long. */
public enum BigKeyPolicy {
    /** Such slots move after all others. */
    LAST,
    /** Such slots stay where they are. */
    SKIP,
    /** The operation stops when it meets the first one. */
    ABORT;

    /** The name in the interfaces: {@code last}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
