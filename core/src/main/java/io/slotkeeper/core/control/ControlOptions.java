package io.slotkeeper.core.control;

import io.slotkeeper.core.decide.FailoverSettings;
import io.slotkeeper.core.detect.DetectionSettings;
import io.slotkeeper.core.record.ClusterSettings;

/**
 * What the control loop is told at its start.
 *
 * @param wanted shards and replicas that a new cluster is to have; an existing one keeps what its log says
 * @param detection when silence means something
 * @param failover when the leader acts by itself
 * @param warmEveryMillis how often the paths that a failover takes are exercised, 50 to 60000
 */
public record ControlOptions(
        ClusterSettings wanted, DetectionSettings detection, FailoverSettings failover, long warmEveryMillis) {
    public ControlOptions {
        if (warmEveryMillis < 50 || warmEveryMillis > 60_000) {
            throw new IllegalArgumentException("warm-every is " + warmEveryMillis + " ms; it must be 50 to 60000 ms");
        }
    }

    public static ControlOptions of(ClusterSettings wanted) {
        return new ControlOptions(wanted, DetectionSettings.defaults(), FailoverSettings.defaults(), 500);
    }
}
