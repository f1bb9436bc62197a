package io.slotkeeper.bench.rebalance;

import io.slotkeeper.bench.report.Distribution;

/**
 * What became of one contender.
 *
 * @param name of the contender
 * @param seconds from the request to its end
 * @param moved keys that the new shard holds then
 * @param idle latencies of the clients before
 * @param busy latencies of requests that were sent meanwhile
 * @param errors requests of clients that were refused or not answered, beside redirections
 * @param wrong answers that contradict what was written
 * @param changed keys of the data set whose type, value or time differs afterwards
 * @param strays keys on primaries that do not own their slots
 * @param complaint first of all that is not well; empty when all is
 */
record RebalanceOutcome(
        String name,
        double seconds,
        long moved,
        Distribution idle,
        Distribution busy,
        long errors,
        int wrong,
        int changed,
        long strays,
        String complaint) {
    double keysPerSecond() {
        return moved / seconds;
    }

    /** No key and no answer was wrong. */
    boolean clean() {
        return wrong == 0 && changed == 0 && strays == 0 && errors == 0;
    }
}
