package io.slotkeeper.cli.drill;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be drilled.
 *
 * @param faults in this order; never empty
 * @param shard whose nodes are hit; absent: the first one
 * @param hangFor how long a node stays stopped
 * @param bound how long writes may be held up; absent: the fault's own bound
 * @param settle how long the cluster may take to be healthy again
 */
public record DrillSettings(
        List<Fault> faults, Optional<String> shard, Duration hangFor, Optional<Duration> bound, Duration settle) {
    /** Copies the list. */
    public DrillSettings {
        faults = List.copyOf(faults);
    }

    Duration boundOf(Fault fault) {
        return bound.orElseGet(fault::bound);
    }
}
