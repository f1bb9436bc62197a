package io.slotkeeper.bench.failover;

import io.slotkeeper.testkit.HistoryChecker;
import java.util.List;
import java.util.Optional;

/**
 * What became of one contender.
 *
 * @param name of the contender
 * @param kills how many were wanted
 * @param recoveryNanos from each kill to the first accepted write
 * @param failure why it stopped before the last kill, or what else was wrong
 * @param writes what became of the acknowledged writes; absent after a failure
 * @param evidence of Slotkeeper only
 */
record FailoverOutcome(
        String name,
        int kills,
        List<Long> recoveryNanos,
        Optional<String> failure,
        Optional<HistoryChecker.Report> writes,
        Optional<SlotkeeperEvidence> evidence) {
    /** Copies. */
    FailoverOutcome {
        recoveryNanos = List.copyOf(recoveryNanos);
    }

    /** Whether every kill was recovered from and told of as it must be. */
    boolean clean() {
        return failure.isEmpty()
                && evidence.map(seen -> seen.stream().faults().isEmpty()).orElse(true);
    }
}
