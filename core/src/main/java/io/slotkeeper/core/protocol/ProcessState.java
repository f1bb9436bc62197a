package io.slotkeeper.core.protocol;

/** What an agent knows of the server process beside it. The names are part of the agent protocol. */
public enum ProcessState {
    /** The agent has not reached it yet, and cannot tell why. */
    UNKNOWN,
    /** It answers. */
    UP,
    /** It answers, but is still loading its data set. */
    LOADING,
    /** Its address refuses connections: no process listens, so none accepts writes. */
    GONE,
    /** It is connected or connectable, but does not answer. */
    SILENT
}
