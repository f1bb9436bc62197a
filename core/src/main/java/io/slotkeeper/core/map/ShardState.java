package io.slotkeeper.core.map;

import java.util.Locale;

/** What a shard is going through. The names are part of the encoding of records. */
public enum ShardState {
    /** Its nodes are being joined; it accepts no writes yet. */
    FORMING,
    /** Its primary serves. */
    ACTIVE,
    /** A new primary is elected after the loss of the old one, and not yet verified. */
    FAILING_OVER,
    /** A planned promotion is under way; the old primary still serves, with writes paused at the end. */
    SWITCHING_OVER,
    /** The primary and all replicas are gone. */
    LOST;

    /** The name in frames and on screens: {@code failing-over}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
