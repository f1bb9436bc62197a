package io.slotkeeper.bench.faults;

import java.util.List;
import java.util.Optional;

/**
 * What became of one contender under one fault.
 *
 * @param recoveryNanos from each fault to the first write that another node accepted, in the shard that took longest
 * @param unrecovered how often that did not come before the limit
 * @param why it was not measured, or not to the end; empty when it was
 */
record FaultFigures(List<Long> recoveryNanos, int unrecovered, Optional<String> why) {
    FaultFigures {
        recoveryNanos = List.copyOf(recoveryNanos);
    }

    static FaultFigures notMeasured(String why) {
        return new FaultFigures(List.of(), 0, Optional.of(why));
    }
}
