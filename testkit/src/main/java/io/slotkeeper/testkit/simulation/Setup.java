package io.slotkeeper.testkit.simulation;

import java.util.Locale;
import java.util.Random;

/**
 * The cluster and the weather of one simulated run.
 *
 * @param replicas of each shard
 * @param coordinators 1, 3 or 5
 * @param promotePartitioned whether a primary is replaced that some replica still reaches
 * @param strict whether writes need a replica while there is one ({@code write-safety strict})
 * @param clockDrift how far the rate of any clock is off, at most; 0.01 is what the product assumes
 * @param loss share of messages that get lost
 * @param duplicates share of messages that arrive twice
 * @param late share of messages that take up to {@code lateMicros} longer
 * @param jitterMicros every message takes up to so much longer
 * @param lagMicros replicas receive what is written so much later
 * @param stepDownMicros how long a leader that hears no majority goes on
 */
record Setup(
        int shards,
        int replicas,
        int coordinators,
        int zones,
        boolean promotePartitioned,
        boolean strict,
        double clockDrift,
        double loss,
        double duplicates,
        double late,
        long lateMicros,
        long jitterMicros,
        long lagMicros,
        long stepDownMicros) {
    private static final double ASSUMED_DRIFT = 0.0099;

    /** With write safety by leases only. */
    static Setup draw(Random random) {
        return new Setup(
                1 + random.nextInt(2),
                1 + random.nextInt(2),
                1 + 2 * random.nextInt(3),
                1 + random.nextInt(3),
                random.nextBoolean(),
                false,
                random.nextInt(3) * ASSUMED_DRIFT / 2,
                random.nextInt(3) * 0.04,
                random.nextInt(3) * 0.03,
                random.nextInt(3) * 0.02,
                random.nextInt(3) * 1_000_000L,
                random.nextInt(3) * 3000L,
                random.nextInt(3) * 15_000L,
                random.nextBoolean() ? 500_000 : 3_000_000);
    }

    Setup withStrict(boolean other) {
        return new Setup(
                shards,
                replicas,
                coordinators,
                zones,
                promotePartitioned,
                other,
                clockDrift,
                loss,
                duplicates,
                late,
                lateMicros,
                jitterMicros,
                lagMicros,
                stepDownMicros);
    }

    /** The same cluster in fair weather. */
    Setup calm() {
        return new Setup(
                shards, replicas, coordinators, zones, promotePartitioned, strict, 0, 0, 0, 0, 0, 0, 0, stepDownMicros);
    }

    /** No message gets lost. */
    Setup withoutLoss() {
        return new Setup(
                shards,
                replicas,
                coordinators,
                zones,
                promotePartitioned,
                strict,
                clockDrift,
                0,
                duplicates,
                late,
                lateMicros,
                jitterMicros,
                lagMicros,
                stepDownMicros);
    }

    /** No message arrives twice. */
    Setup withoutDuplicates() {
        return new Setup(
                shards,
                replicas,
                coordinators,
                zones,
                promotePartitioned,
                strict,
                clockDrift,
                loss,
                0,
                late,
                lateMicros,
                jitterMicros,
                lagMicros,
                stepDownMicros);
    }

    /** All messages and replicas are as fast as can be. */
    Setup withoutDelays() {
        return new Setup(
                shards,
                replicas,
                coordinators,
                zones,
                promotePartitioned,
                strict,
                clockDrift,
                loss,
                duplicates,
                0,
                0,
                0,
                0,
                stepDownMicros);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d shards with %d replicas, %d coordinators, %d zones, partitioned primaries are %s, write safety %s; clocks off by up to"
                        + " %.2f %%, %.0f %% of messages lost, %.0f %% doubled, %.0f %% up to %d ms late, jitter %d us,"
                        + " replication %d ms behind, a leader without majority steps down after %d ms",
                shards,
                replicas,
                coordinators,
                zones,
                promotePartitioned ? "replaced" : "kept",
                strict ? "strict" : "lease",
                clockDrift * 100,
                loss * 100,
                duplicates * 100,
                late * 100,
                lateMicros / 1000,
                jitterMicros,
                lagMicros / 1000,
                stepDownMicros / 1000);
    }
}
