package io.slotkeeper.core.control;

/**
 * Moments before the election was committed, on the leader's monotonic clock.
 *
 * @param detectMicros from the event at the node to the leader's knowing; -1 when unknown
 * @param decidedNanos when the election was proposed
 */
record PromotionTimes(long detectMicros, long decidedNanos) {}
