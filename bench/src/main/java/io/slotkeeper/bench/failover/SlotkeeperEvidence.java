package io.slotkeeper.bench.failover;

import java.util.List;
import java.util.Map;

/**
 * What Slotkeeper itself said during the kills.
 *
 * @param stream what its subscriber saw
 * @param phaseNanos per phase of a failover, from the history
 * @param activations promotions in the history; one per kill in a good run
 * @param estimatedLossBytes sum of the estimates in the history
 */
record SlotkeeperEvidence(Stream stream, Map<String, List<Long>> phaseNanos, int activations, long estimatedLossBytes) {
    /** In the order in which they happen. */
    static final List<String> PHASES = List.of("detect", "commit", "promote", "publish");

    /** Copies. */
    SlotkeeperEvidence {
        phaseNanos = Map.copyOf(phaseNanos);
    }

    /**
     * The WebSocket stream.
     *
     * @param changes frames after the snapshot
     * @param version the last
     * @param frameNanos per kill, from the signal to the change frame's arrival
     * @param faults gaps, repetitions, missing frames; one sentence each
     */
    record Stream(int changes, long version, List<Long> frameNanos, List<String> faults) {
        /** Copies. */
        Stream {
            frameNanos = List.copyOf(frameNanos);
            faults = List.copyOf(faults);
        }
    }
}
