package io.slotkeeper.core.decide;

/** Why a diagnosis that calls for a promotion is not acted on. The names are stable. */
public enum SkipReason {
    /** Somebody works on the cluster and has asked for peace. */
    MAINTENANCE_PAUSE("failovers are paused for maintenance; resume ends that, and failover promotes at once"),
    /** The shard was failed over a moment ago. */
    MIN_INTERVAL("the shard was failed over less than failover-min-interval ago"),
    /** No replica may be promoted. */
    NO_ELIGIBLE_REPLICA("no replica can take over"),
    /** Every replica is further behind than allowed. */
    REPLICAS_LAG("every replica lags more than max-lag-bytes behind; a person may still force it with failover"),
    /** The old primary may still accept writes somewhere. */
    LEASE_NOT_OVER("the old primary may accept writes until its lease is over for certain"),
    /** The policy leaves a primary alone that a part of the cluster still reaches. */
    PARTITION_POLICY("a replica still reaches the primary, and promote-partitioned is off"),
    /** The old primary hangs and cannot be made to refuse writes. */
    CANNOT_FENCE(
            "the old primary's agent may not kill its process; restart that container or process by its own means"),
    /** The leader has not heard from a majority of the coordinators lately. */
    LEADER_ISOLATED("the leader itself is not sure to lead: a majority of the coordinators has not confirmed it"),
    /** The leader's own event loop is late. */
    LEADER_OVERLOADED("the leader itself is too slow to trust the silence of others"),
    /** Too many agents are silent at once. */
    MASS_SILENCE(
            "so many hosts are silent at once that the leader itself may be cut off; it waits until the lease is over"),
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
