package io.slotkeeper.core.control;

import io.slotkeeper.core.decide.FailoverSettings;
import io.slotkeeper.core.detect.DetectionSettings;
import io.slotkeeper.core.migrate.MigrationOptions;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.record.ClusterSettings;

/**
 * What the control loop is told at its start.
 *
 * @param wanted shards and replicas that a new cluster is to have; an existing one keeps what its log says
 * @param detection when silence means something
 * @param failover when the leader acts by itself
 * @param leases how long leases last, and what goes with them; the same on all coordinators
 * @param writeSafety what stops a primary that is cut off from everybody; the same on all coordinators
 * @param shardLoss what is done about a shard whose nodes are all gone; the same on all coordinators
 * @param foreignChange what is done about slots that somebody moves by other means; the same on all coordinators
 * @param adopt form no cluster: one that runs is to be observed or adopted
 * @param warmEveryMillis how often the paths that a failover takes are exercised, 50 to 60000
 * @param warmUpRounds how often a new leader exercises them at once, before it falls into that rhythm, 0 to 10000
 * @param migration budgets for moving slots
 */
public record ControlOptions(
        ClusterSettings wanted,
        DetectionSettings detection,
        FailoverSettings failover,
        LeaseTiming leases,
        WriteSafety writeSafety,
        ShardLoss shardLoss,
        ForeignChangePolicy foreignChange,
        boolean adopt,
        long warmEveryMillis,
        int warmUpRounds,
        MigrationOptions migration) {
    public ControlOptions {
        if (warmEveryMillis < 50 || warmEveryMillis > 60_000) {
            throw new IllegalArgumentException("warm-every is " + warmEveryMillis + " ms; it must be 50 to 60000 ms");
        }
        if (warmUpRounds < 0 || warmUpRounds > 10_000) {
            throw new IllegalArgumentException("warm-up-rounds is " + warmUpRounds + "; it must be 0 to 10000");
        }
    }

    /** The defaults, for a cluster of the wanted size. */
    public static ControlOptions of(ClusterSettings wanted) {
        return new ControlOptions(
                wanted,
                DetectionSettings.defaults(),
                FailoverSettings.defaults(),
                LeaseTiming.defaults(),
                WriteSafety.LEASE,
                ShardLoss.waiting(),
                ForeignChangePolicy.REVERT,
                false,
                500,
                300,
                MigrationOptions.DEFAULTS);
    }

    /** A copy with other guards. */
    public ControlOptions withFailover(FailoverSettings other) {
        return new ControlOptions(
                wanted,
                detection,
                other,
                leases,
                writeSafety,
                shardLoss,
                foreignChange,
                adopt,
                warmEveryMillis,
                warmUpRounds,
                migration);
    }

    /** A copy with another number of rounds at the start. */
    public ControlOptions withWarmUpRounds(int rounds) {
        return new ControlOptions(
                wanted,
                detection,
                failover,
                leases,
                writeSafety,
                shardLoss,
                foreignChange,
                adopt,
                warmEveryMillis,
                rounds,
                migration);
    }

    /** A copy with other leases. */
    public ControlOptions withLeases(LeaseTiming other) {
        return new ControlOptions(
                wanted,
                detection,
                failover,
                other,
                writeSafety,
                shardLoss,
                foreignChange,
                adopt,
                warmEveryMillis,
                warmUpRounds,
                migration);
    }

    /** A copy with another write safety. */
    public ControlOptions withWriteSafety(WriteSafety other) {
        return new ControlOptions(
                wanted,
                detection,
                failover,
                leases,
                other,
                shardLoss,
                foreignChange,
                adopt,
                warmEveryMillis,
                warmUpRounds,
                migration);
    }

    /** A copy that forms no cluster, or does. */
    public ControlOptions withAdopt(boolean wish) {
        return new ControlOptions(
                wanted,
                detection,
                failover,
                leases,
                writeSafety,
                shardLoss,
                foreignChange,
                wish,
                warmEveryMillis,
                warmUpRounds,
                migration);
    }

    /** A copy with other budgets for moving slots. */
    public ControlOptions withMigration(MigrationOptions other) {
        return new ControlOptions(
                wanted,
                detection,
                failover,
                leases,
                writeSafety,
                shardLoss,
                foreignChange,
                adopt,
                warmEveryMillis,
                warmUpRounds,
                other);
    }

    /** A copy with another policy for lost shards. */
    public ControlOptions withShardLoss(ShardLoss other) {
        return new ControlOptions(
                wanted,
                detection,
                failover,
                leases,
                writeSafety,
                other,
                foreignChange,
                adopt,
                warmEveryMillis,
                warmUpRounds,
                migration);
    }

    /** A copy with another policy for slots that somebody moves by other means. */
    public ControlOptions withForeignChange(ForeignChangePolicy other) {
        return new ControlOptions(
                wanted,
                detection,
                failover,
                leases,
                writeSafety,
                shardLoss,
                other,
                adopt,
                warmEveryMillis,
                warmUpRounds,
                migration);
    }
}
