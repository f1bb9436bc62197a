package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Node;

/** What became of a {@link PromotionRequest}. */
public sealed interface PromotionResult {
    /**
     * The new primary is active.
     *
     * @param version version of the slot map that says so
     * @param primary the new primary
     * @param tookMicros from the request's arrival at the leader to the verified promotion
     * @param blockedMicros switchover: how long writes were paused; 0 for a failover
     */
    record Promoted(long version, Node primary, long tookMicros, long blockedMicros) implements PromotionResult {}

    /**
     * Nothing changed.
     *
     * @param code stable reason code
     * @param text what is wrong, the rule and the remedy
     */
    record Refused(RefusalCode code, String text) implements PromotionResult {}
}
