package io.slotkeeper.bench.faults;

import java.util.List;
import java.util.Optional;

/**
 * What became of one contender under one fault.
 *
 * @param recoveryNanos from each fault to the first write that another node accepted, in the shard that took longest
 * @param unrecovered how often that did not come before the limit
 * @param failure why it ended before the last round; empty when it did not
 * @param impossible why it was not even tried; empty when it was
 */
record FaultFigures(List<Long> recoveryNanos, int unrecovered, Optional<String> failure, Optional<String> impossible) {
    FaultFigures {
        recoveryNanos = List.copyOf(recoveryNanos);
    }

    FaultFigures(List<Long> recoveryNanos, int unrecovered, Optional<String> failure) {
        this(recoveryNanos, unrecovered, failure, Optional.empty());
    }

    static FaultFigures notMeasured(String why) {
        return new FaultFigures(List.of(), 0, Optional.empty(), Optional.of(why));
    }

    static FaultFigures failed(String why) {
        return new FaultFigures(List.of(), 0, Optional.of(why));
    }

    boolean clean() {
        return unrecovered == 0 && failure.isEmpty();
    }
}
