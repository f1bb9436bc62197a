package io.slotkeeper.core.record;

import java.util.Locale;

/** Who acts on the nodes. The names are part of the encoding of records. */
public enum Charge {
    /** Slotkeeper forms, fails over and repairs. */
    IN_CHARGE,
    /** Slotkeeper publishes what the nodes do by themselves and says what it would do. */
    OBSERVING,
    /** From observing to in charge: the nodes' own automatic failover is being switched off. */
    TAKING_OVER,
    /** From in charge to observing: the nodes get their former settings back. */
    HANDING_BACK;

    /** The name in the interfaces: {@code taking-over}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
