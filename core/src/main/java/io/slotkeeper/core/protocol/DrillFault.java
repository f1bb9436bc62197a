package io.slotkeeper.core.protocol;

/** A fault that a drill makes on purpose. The names are part of the agent protocol and, in lower case, of REST. */
public enum DrillFault {
    /** SIGKILL to the process of a node. */
    CRASH(Target.NODE),
    /** SIGSTOP to the process of a node, and SIGCONT after a time, whoever dies meanwhile. */
    HANG(Target.NODE),
    /** The agent beside a node ends itself without a word; the node goes on. */
    KILL_AGENT(Target.NODE),
    /** A planned promotion. */
    SWITCHOVER(Target.SHARD),
    /** The leading coordinator hands the leadership over. */
    HAND_OVER(Target.LEADER),
    /** The leading coordinator ends itself without a word. */
    KILL_LEADER(Target.LEADER);

    /** What a fault is about. */
    public enum Target {
        NODE,
        SHARD,
        LEADER
    }

    private final Target target;

    DrillFault(Target target) {
        this.target = target;
    }

    /** What it is about. */
    public Target target() {
        return target;
    }
}
