package io.slotkeeper.coordinator.consensus;

import java.util.Optional;

/** A proposal was certainly not committed because this coordinator does not lead. Ask the leader. */
public final class NotLeaderException extends RuntimeException {
    private final transient Optional<String> leader;

    public NotLeaderException(Optional<String> leader) {
        super("this coordinator does not lead; " + leader.map(l -> "ask " + l).orElse("no leader is known yet"));
        this.leader = leader;
    }

    /** Id of the leading coordinator, when known. */
    public Optional<String> leader() {
        return leader;
    }
}
