package io.slotkeeper.core.protocol;

/** The role that a node itself reports. The names are part of the agent protocol. */
public enum NodeRole {
    PRIMARY,
    REPLICA
}
