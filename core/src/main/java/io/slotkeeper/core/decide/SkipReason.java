package io.slotkeeper.core.decide;

/** Why a diagnosis that calls for a promotion is not acted on. The names are stable. */
public enum SkipReason {
    /** The shard was failed over a moment ago. */
    MIN_INTERVAL("the shard was failed over less than failover-min-interval ago"),
    /** No replica may be promoted. */
    NO_ELIGIBLE_REPLICA("no replica can take over"),
    /** Every replica is further behind than allowed. */
    REPLICAS_LAG("every replica lags more than max-lag-bytes behind; a person may still force it with failover"),
    /** The old primary may still accept writes somewhere. */
    DEATH_NOT_CONFIRMED("the old primary may still accept writes where the leader cannot see it"),
    /** The leader's own event loop is late. */
    LEADER_OVERLOADED("the leader itself is too slow to trust the silence of others"),
    /** Too many agents are silent at once. */
    MASS_SILENCE("so many agents are silent at once that the leader itself may be cut off"),
    /** The shard is not in a state to elect a primary. */
    ELECTION_OPEN("another promotion of the shard is under way");

    private final String text;

    SkipReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
