package io.slotkeeper.core.operation;

import java.util.Locale;

/** What an operation is for. The names are part of the encoding of records. */
public enum OperationKind {
    /** Named slots go to a shard. */
    MOVE,
    /** All slots are spread anew. */
    REBALANCE,
    /** Nodes that are in no shard become one, and it gets its share of the slots. */
    ADD_SHARD,
    /** A shard gives all of its slots away. */
    DRAIN_SHARD,
    /** A shard gives all of its slots away and is then forgotten. */
    REMOVE_SHARD,
    /** Nodes that are in no shard become replicas of one. */
    ADD_REPLICA,
    /** Replicas leave their shards and are empty afterwards. */
    REMOVE_REPLICA,
    /** Nodes that are gone for good leave the cluster and its list of nodes. */
    FORGET_NODE,
    /** Slots that somebody moved, or began to move, by other means go where they belong. Begun by the leader itself only. */
    REVERT;

    /** Whether people may ask for it. */
    public boolean isByRequest() {
        return this != REVERT;
    }

    /** Whether it is about nodes that are named, and moves no slots. */
    public boolean isOfNodes() {
        return this == ADD_REPLICA || this == REMOVE_REPLICA || this == FORGET_NODE;
    }

    /** The name in the interfaces: {@code remove-shard}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
