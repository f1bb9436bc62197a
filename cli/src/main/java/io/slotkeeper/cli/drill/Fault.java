package io.slotkeeper.cli.drill;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The faults that {@code slotkeeper drill} makes. A bound is what the fault should cost at most with the default settings, on a
 * machine that has some time to spare: how long a client that writes is held up.
 */
public enum Fault {
    CRASH_PRIMARY("crash", Role.PRIMARY, "kill -9 of the primary's process", Duration.ofSeconds(1)),
    HANG_PRIMARY("hang", Role.PRIMARY, "SIGSTOP of the primary's process", Duration.ofSeconds(4)),
    CRASH_REPLICA("crash", Role.REPLICA, "kill -9 of a replica's process", Duration.ofSeconds(1)),
    HANG_REPLICA("hang", Role.REPLICA, "SIGSTOP of a replica's process", Duration.ofSeconds(1)),
    SWITCHOVER("switchover", Role.SHARD, "planned switchover to a replica", Duration.ofSeconds(1)),
    KILL_AGENT("kill-agent", Role.PRIMARY, "kill of the primary's agent", Duration.ofSeconds(1)),
    HAND_OVER_LEADER("hand-over", Role.LEADER, "hand-over of the coordinators' leadership", Duration.ofSeconds(1)),
    KILL_LEADER("kill-leader", Role.LEADER, "kill of the leading coordinator", Duration.ofSeconds(1));

    /** Whom a fault hits. */
    enum Role {
        PRIMARY,
        REPLICA,
        SHARD,
        LEADER
    }

    private final String wire;
    private final Role role;
    private final String text;
    private final Duration bound;

    Fault(String wire, Role role, String text, Duration bound) {
        this.wire = wire;
        this.role = role;
        this.text = text;
        this.bound = bound;
    }

    /** By its name on the command line. */
    public static Optional<Fault> of(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equals(label))
                .findFirst();
    }

    /** Its name on the command line. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Its name in REST. */
    String wire() {
        return wire;
    }

    Role role() {
        return role;
    }

    /** What it is, in a few words. */
    public String text() {
        return text;
    }

    /** The usual bound. */
    Duration bound() {
        return bound;
    }

    /** Whether another node is the primary afterwards. */
    boolean promotes() {
        return this == CRASH_PRIMARY || this == HANG_PRIMARY || this == SWITCHOVER;
    }

    /** Whether an acknowledged write may be missing afterwards: Redis replicates asynchronously. */
    boolean mayLose() {
        return this == CRASH_PRIMARY || this == HANG_PRIMARY;
    }

    /** Whether it lasts for a time that is chosen. */
    boolean lasts() {
        return wire.equals("hang");
    }
}
