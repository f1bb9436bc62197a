package io.slotkeeper.agent.process;

import io.slotkeeper.core.protocol.ProcessState;
import java.util.Optional;

/**
 * Judges a node that leaves a probe unanswered. Pure but for the samples it remembers.
 *
 * <pre>
 * silent for      the process                                          verdict
 * hang-after      stopped, dead, or waiting for a device, and without  HUNG
 *                 CPU time, for half of hang-after
 * hang-after      runs, or sleeps of its own accord                    BUSY
 * hang-after      cannot be seen                                       SILENT
 * busy-after      whatever it does                                     HUNG
 * </pre>
 */
final class HangVerdict {
    private final long hangAfterNanos;
    private final long busyAfterNanos;
    private Optional<ProcessStat> last = Optional.empty();
    private long stuckSinceNanos;

    HangVerdict(long hangAfterNanos, long busyAfterNanos) {
        this.hangAfterNanos = hangAfterNanos;
        this.busyAfterNanos = busyAfterNanos;
    }

    /** Another look at the process; empty when it cannot be seen. */
    void sample(Optional<ProcessStat> stat, long now) {
        boolean same = last.isPresent()
                && stat.isPresent()
                && last.get().isStuck()
                && last.get().cpuTicks() == stat.get().cpuTicks()
                && last.get().startTicks() == stat.get().startTicks();
        if (!same) {
            stuckSinceNanos = now;
        }
        last = stat;
    }

    /** The node answers. */
    void forget() {
        last = Optional.empty();
    }

    /** The verdict on a node that has been silent for at least {@code hang-after}. */
    ProcessState judge(long silentNanos, long now) {
        if (silentNanos >= busyAfterNanos) {
            return ProcessState.HUNG;
        }
        if (last.isEmpty()) {
            return ProcessState.SILENT;
        }
        boolean stuck = last.get().isStuck() && now - stuckSinceNanos >= hangAfterNanos / 2;
        return stuck ? ProcessState.HUNG : ProcessState.BUSY;
    }
}
