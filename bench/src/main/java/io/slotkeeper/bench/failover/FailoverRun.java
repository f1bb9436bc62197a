package io.slotkeeper.bench.failover;

import io.slotkeeper.bench.LoadShape;
import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.MeasuredCluster;
import io.slotkeeper.bench.cluster.Ownership;
import io.slotkeeper.bench.cluster.SlotkeeperContender;
import io.slotkeeper.bench.report.Distribution;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.testkit.Ack;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.RedisProcessException;
import io.slotkeeper.testkit.WriteLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Kills primaries of one cluster under load, one shard after the other:
 *
 * <ol>
 *   <li>let the load run until it is warm, once;
 *   <li>wait until everything is in sync, then for some writes and a random part of a heartbeat interval;
 *   <li>SIGKILL the shard's primary;
 *   <li>the time ends with the OK of a write to that shard that was <em>sent</em> after the signal and answered by another
 *       node;
 *   <li>start the killed node again; it must come back as a replica in sync.
 * </ol>
 *
 * <p>In the end every acknowledged write is read back. Used by one thread.
 */
final class FailoverRun {
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(45);
    private static final Duration WRITES_LIMIT = Duration.ofSeconds(30);
    private static final int WRITES_BETWEEN = 200;
    /** By then the JVM that writes has compiled what it does; the time that takes is not the contender's. */
    private static final int WRITES_BEFORE = 5000;

    private static final long MAX_OFFSET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final MeasuredCluster cluster;
    private final LoadShape shape;
    private final int kills;
    private final Consumer<String> progress;
    private final List<Long> recoveries = new ArrayList<>();

    FailoverRun(MeasuredCluster cluster, LoadShape shape, int kills, Consumer<String> progress) {
        this.cluster = cluster;
        this.shape = shape;
        this.kills = kills;
        this.progress = progress;
    }

    /** Runs all kills. A cluster that does not recover is an outcome, not an exception. */
    FailoverOutcome run() {
        try {
            return measure();
        } catch (BenchFailure | RedisProcessException | CommandFailure | JedisException e) {
            return new FailoverOutcome(
                    cluster.name(),
                    kills,
                    recoveries,
                    Optional.of(e.getMessage() + " " + cluster.said()),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    private FailoverOutcome measure() {
        cluster.awaitHealthy();
        try (KillWitness witness = witness();
                WriteLoad load = shape.start(cluster.addresses())) {
            load.awaitMore(WRITES_BEFORE, WRITES_LIMIT);
            for (int kill = 0; kill < kills; kill++) {
                killOnce(kill, load, witness);
            }
            HistoryChecker.Report report = new HistoryChecker(cluster.addresses()).check(load.stop());
            Optional<SlotkeeperEvidence> evidence =
                    witness instanceof SlotkeeperWitness seen ? Optional.of(seen.evidence()) : Optional.empty();
            return new FailoverOutcome(
                    cluster.name(), kills, recoveries, Optional.empty(), Optional.of(report), evidence);
        }
    }

    private KillWitness witness() {
        return cluster instanceof SlotkeeperContender ours ? new SlotkeeperWitness(ours.client()) : KillWitness.NONE;
    }

    private void killOnce(int kill, WriteLoad load, KillWitness witness) {
        load.awaitMore(WRITES_BETWEEN, WRITES_LIMIT);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_OFFSET_NANOS));
        Ownership target =
                Ownership.of(Ownership.slotOfShard(kill % shape.shards(), shape.shards()), cluster.addresses());
        long killedAt = cluster.kill(target.primary());
        long recovery = firstAck(load, killedAt, target).times().acked() - killedAt;
        recoveries.add(recovery);
        progress.accept(cluster.name() + ": kill " + (kill + 1) + " of " + kills + ", "
                + Distribution.text(recovery / 1e6) + " ms");
        witness.afterRecovery(killedAt, target.primary());
        cluster.revive(target.primary());
        cluster.awaitHealthy();
        requireReplica(target);
        witness.afterHealing();
    }

    private void requireReplica(Ownership target) {
        try (RedisProbe probe = new RedisProbe(target.primary())) {
            if (probe.role().primary()) {
                throw new BenchFailure(cluster.name() + ": " + target.primary()
                        + " came back as a primary, not as a replica of its successor.");
            }
        }
    }

    private Ack firstAck(WriteLoad load, long killedAt, Ownership target) {
        try {
            return load.awaitAckOfAnother(target.primary(), killedAt, target.slots()::get, RECOVERY_LIMIT);
        } catch (AssertionError e) {
            throw new BenchFailure(
                    Thread.currentThread().isInterrupted()
                            ? "Interrupted."
                            : cluster.name() + ": no write to the shard of " + target.primary()
                                    + " was accepted within " + RECOVERY_LIMIT.toSeconds()
                                    + " s of its kill; failed attempts: "
                                    + load.history().errors() + ".",
                    e);
        }
    }
}
