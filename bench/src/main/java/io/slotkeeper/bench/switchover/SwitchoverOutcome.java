package io.slotkeeper.bench.switchover;

import io.slotkeeper.testkit.HistoryChecker;
import java.util.List;
import java.util.Optional;

/**
 * What became of one contender.
 *
 * @param name of the contender
 * @param blockedNanos per round: how long the write that waited longest was blocked, from its first attempt to its OK
 * @param refused requests that had to be repeated
 * @param failure why it stopped before the last round
 * @param writes what became of the acknowledged writes; absent after a failure
 */
record SwitchoverOutcome(
        String name,
        List<Long> blockedNanos,
        int refused,
        Optional<String> failure,
        Optional<HistoryChecker.Report> writes) {
    /** Copies. */
    SwitchoverOutcome {
        blockedNanos = List.copyOf(blockedNanos);
    }
}
