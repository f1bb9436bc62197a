package io.slotkeeper.core.control;

/**
 * What the leader knew before the election was committed; moments on its monotonic clock.
 *
 * @param detectMicros from the event at the node to the leader's knowing; -1 when unknown
 * @param decidedNanos when the election was proposed
 * @param goneRun the old primary's process, if it was seen gone by then; else empty
 */
record PromotionTimes(long detectMicros, long decidedNanos, String goneRun) {}
