package io.slotkeeper.core.control;

/**
 * How an operation that is under way gets on, in the eyes of one coordinator. Soft state.
 *
 * @param operation its id
 * @param keysTotal keys of all slots that move: those that have, and those that will by what their nodes hold now
 * @param keysPerSecond over the last seconds; 0 while nothing moves
 * @param bytesPerSecond memory of the keys, over the last seconds
 * @param etaMillis until the last slot has moved at this rate; -1 while that cannot be told
 * @param waitingFor what it waits for, one clause; empty when it goes on
 */
public record LiveProgress(
        long operation, long keysTotal, long keysPerSecond, long bytesPerSecond, long etaMillis, String waitingFor) {}
