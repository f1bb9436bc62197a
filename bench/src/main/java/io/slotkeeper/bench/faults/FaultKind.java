package io.slotkeeper.bench.faults;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done to a cluster under load. */
public enum FaultKind {
    /** SIGKILL to a primary. */
    CRASH(false),
    /** SIGSTOP to a primary. */
    HANG(false),
    /** The host of a primary is cut off from everybody, silently. */
    SILENCE(true),
    /** A zone that holds half of the primaries or more is cut off, with one of those that watch and decide. */
    ZONE_LOSS(true),
    /** SIGKILL to a primary and to the leading coordinator (or to one of the Sentinels) in the same instant. */
    LEADER_AND_PRIMARY(false);

    private final boolean network;

    FaultKind(boolean network) {
        this.network = network;
    }

    /** Whether it needs a network that can be cut. */
    boolean needsNetwork() {
        return network;
    }

    /** For example {@code zone-loss}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** By its label. */
    public static Optional<FaultKind> of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }
}
