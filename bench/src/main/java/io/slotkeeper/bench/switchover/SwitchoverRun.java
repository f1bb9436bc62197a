package io.slotkeeper.bench.switchover;

import io.slotkeeper.bench.LoadShape;
import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.MeasuredCluster;
import io.slotkeeper.bench.cluster.Ownership;
import io.slotkeeper.bench.report.Distribution;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.testkit.Ack;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.RedisProcessException;
import io.slotkeeper.testkit.WriteLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import redis.clients.jedis.exceptions.JedisException;

/** Planned promotions of one cluster under load, one shard after the other. Used by one thread. */
final class SwitchoverRun {
    private static final Duration WRITES_LIMIT = Duration.ofSeconds(30);
    private static final int WRITES_BETWEEN = 200;

    private final MeasuredCluster cluster;
    private final LoadShape shape;
    private final int rounds;
    private final Consumer<String> progress;
    private final List<Long> blocked = new ArrayList<>();
    private int refused;

    SwitchoverRun(MeasuredCluster cluster, LoadShape shape, int rounds, Consumer<String> progress) {
        this.cluster = cluster;
        this.shape = shape;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** Runs all rounds. A promotion that fails is an outcome, not an exception. */
    SwitchoverOutcome run() {
        try {
            HistoryChecker.Report report = measure();
            return new SwitchoverOutcome(cluster.name(), blocked, refused, Optional.empty(), Optional.of(report));
        } catch (BenchFailure | RedisProcessException | CommandFailure | JedisException e) {
            return new SwitchoverOutcome(
                    cluster.name(),
                    blocked,
                    refused,
                    Optional.of(e.getMessage() + " " + cluster.said()),
                    Optional.empty());
        }
    }

    private HistoryChecker.Report measure() {
        cluster.awaitHealthy();
        try (WriteLoad load = shape.start(cluster.addresses())) {
            for (int round = 0; round < rounds; round++) {
                long nanos = switchOnce(round, load);
                blocked.add(nanos);
                progress.accept(cluster.name() + ": switchover " + (round + 1) + " of " + rounds + ", writes blocked "
                        + Distribution.text(nanos / 1e6) + " ms");
            }
            return new HistoryChecker(cluster.addresses()).check(load.stop());
        }
    }

    private long switchOnce(int round, WriteLoad load) {
        load.awaitMore(WRITES_BETWEEN, WRITES_LIMIT);
        int slot = Ownership.slotOfShard(round % shape.shards(), shape.shards());
        Ownership target = Ownership.of(slot, cluster.addresses());
        long from = System.nanoTime();
        refused += cluster.switchOver(slot);
        long to = System.nanoTime();
        // So that the writes that were blocked are in the history, and the next round finds a new replica in sync.
        load.awaitAckSentAfter(to, target.slots()::get, WRITES_LIMIT);
        cluster.awaitHealthy();
        return longestBlocked(load, target, from, to);
    }

    private static long longestBlocked(WriteLoad load, Ownership target, long from, long to) {
        return load.history().acks().stream()
                .filter(ack -> target.slots().get(ack.slot()))
                .map(Ack::times)
                .filter(times -> times.acked() - from >= 0 && times.firstSent() - to <= 0)
                .mapToLong(Ack.Times::blockedNanos)
                .max()
                .orElseThrow(
                        () -> new BenchFailure(
                                "No write came during a switchover: the load is too thin. Use more --writers or a shorter --pause."));
    }
}
