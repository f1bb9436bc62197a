package io.slotkeeper.core.control;

/** What is done about slots that somebody moves by other means than Slotkeeper. */
public enum ForeignChangePolicy {
    /** They go back to the shard that they are of, with their keys, by an operation. */
    REVERT,
    /** They stay where they are. */
    ADOPT
}
