package io.slotkeeper.core.operation;

import java.util.Locale;

/** What an operation is for. The names are part of the encoding of records. */
public enum OperationKind {
    /** Named slots go to a shard. */
    MOVE,
    /** All slots are spread anew. */
    REBALANCE,
    /** A shard gives all of its slots away. */
    DRAIN_SHARD,
    /** A shard gives all of its slots away and is then forgotten. */
    REMOVE_SHARD;

    /** The name in the interfaces: {@code remove-shard}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
