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
    /** It is connected or connectable, but does not answer; nobody can see what it does. */
    SILENT,
    /** It does not answer but is at work, as with a long script, or sleeps of its own accord. */
    BUSY,
    /** It does not answer, and it is stopped or stuck in the operating system, or has not answered for very long. */
    HUNG
}
