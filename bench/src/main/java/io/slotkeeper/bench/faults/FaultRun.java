package io.slotkeeper.bench.faults;

import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.Ownership;
import io.slotkeeper.bench.cluster.Site;
import io.slotkeeper.bench.report.Distribution;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.testkit.RedisProcessException;
import io.slotkeeper.testkit.RedisServer;
import io.slotkeeper.testkit.WriteLoad;
import io.slotkeeper.testkit.WriteLoadOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Hits one cluster with one kind of fault, some times. All contenders get the same clients: for each shard some writers that
 * know the shard's nodes, give a request 100 ms, and after any error try the next node half a millisecond later.
 *
 * <ol>
 *   <li>wait until everything is in sync, start the writers, let them run, and a random part of a heartbeat interval;
 *   <li>make the fault;
 *   <li>the time ends with the OK of a write that was sent after the fault and answered by another node than the shard's
 *       primary before; with several shards, of the last one;
 *   <li>mend everything.
 * </ol>
 *
 * <p>Used by one thread.
 */
final class FaultRun {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration ATTEMPT = Duration.ofMillis(100);
    private static final Duration WRITES_LIMIT = Duration.ofSeconds(30);
    private static final int WARM_WRITES = 500;
    private static final int WRITERS = 2;
    private static final int SLOTS_PER_SHARD = 4;
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final long MAX_OFFSET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Victims victims;
    private final Site site;
    private final int shards;
    private final Consumer<String> progress;

    FaultRun(Victims victims, Site site, int shards, Consumer<String> progress) {
        this.victims = victims;
        this.site = site;
        this.shards = shards;
        this.progress = progress;
    }

    /** Runs all rounds. A cluster that does not recover is an outcome, not an exception. */
    FaultFigures run(FaultKind kind, int rounds) {
        List<Long> recoveries = new ArrayList<>();
        int unrecovered = 0;
        try {
            for (int round = 0; round < rounds; round++) {
                Optional<Long> recovery = once(kind, round);
                recovery.ifPresent(recoveries::add);
                unrecovered += recovery.isPresent() ? 0 : 1;
                progress.accept(victims.name() + ", " + kind.label() + " " + (round + 1) + " of " + rounds + ": "
                        + recovery.map(nanos -> Distribution.text(nanos / 1e6) + " ms")
                                .orElse("not within " + LIMIT.toSeconds() + " s"));
            }
            return new FaultFigures(recoveries, unrecovered, Optional.empty());
        } catch (BenchFailure | RedisProcessException | CommandFailure | JedisException e) {
            return new FaultFigures(recoveries, unrecovered, Optional.of(e.getMessage() + " " + victims.said()));
        }
    }

    private Optional<Long> once(FaultKind kind, int round) {
        victims.awaitHealthy();
        List<HostAndPort> primaries =
                IntStream.range(0, shards).mapToObj(victims::primaryOf).toList();
        List<WriteLoad> loads = new ArrayList<>();
        try {
            for (int shard = 0; shard < shards; shard++) {
                loads.add(WriteLoad.start(load(shard)));
            }
            loads.forEach(load -> load.awaitMore(WARM_WRITES, WRITES_LIMIT));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_OFFSET_NANOS));
            Hit hit = make(kind, round, primaries);
            Optional<Long> recovery = recovery(hit, primaries, loads);
            mend(kind, hit, primaries);
            return recovery;
        } catch (AssertionError e) {
            throw new BenchFailure(victims.name() + ": " + e.getMessage(), e);
        } finally {
            loads.forEach(WriteLoad::close);
        }
    }

    private WriteLoadOptions load(int shard) {
        List<Integer> all = Ownership.interleaved(shards, SLOTS_PER_SHARD);
        return WriteLoadOptions.to(victims.nodesOf(shard))
                .withWriters(WRITERS)
                .withSlots(IntStream.range(0, SLOTS_PER_SHARD)
                        .map(i -> all.get(i * shards + shard))
                        .boxed()
                        .toList())
                .withPacing(PAUSE)
                .withTimeout(ATTEMPT);
    }

    /**
     * A fault that was made.
     *
     * @param atNanos just before
     * @param shards whose primaries are hit
     */
    private record Hit(long atNanos, List<Integer> shards) {}

    private Hit make(FaultKind kind, int round, List<HostAndPort> primaries) {
        int shard = round % shards;
        int node = indexOf(primaries.get(shard));
        RedisServer server = victims.servers().get(node);
        return switch (kind) {
            case CRASH -> new Hit(server.kill9(), List.of(shard));
            case HANG -> {
                long now = System.nanoTime();
                server.sigstop();
                yield new Hit(now, List.of(shard));
            }
            case SILENCE -> new Hit(site.cutNode(node), List.of(shard));
            case ZONE_LOSS -> loseZone(primaries);
            case LEADER_AND_PRIMARY -> {
                victims.killDecider();
                yield new Hit(server.kill9(), List.of(shard));
            }
        };
    }

    private Hit loseZone(List<HostAndPort> primaries) {
        List<Integer> inA = IntStream.range(0, shards)
                .filter(shard -> site.zone(indexOf(primaries.get(shard))).equals("a"))
                .boxed()
                .toList();
        boolean a = inA.size() * 2 >= shards;
        List<Integer> hit = a
                ? inA
                : IntStream.range(0, shards)
                        .filter(shard -> !inA.contains(shard))
                        .boxed()
                        .toList();
        return new Hit(site.cutZone(a ? "a" : "b"), hit);
    }

    private int indexOf(HostAndPort address) {
        for (int i = 0; i < victims.servers().size(); i++) {
            if (victims.servers().get(i).address().equals(address)) {
                return i;
            }
        }
        throw new BenchFailure(victims.name() + ": " + address + " is none of its nodes.");
    }

    private static Optional<Long> recovery(Hit hit, List<HostAndPort> primaries, List<WriteLoad> loads) {
        long last = 0;
        for (int shard : hit.shards()) {
            long left = hit.atNanos() + LIMIT.toNanos() - System.nanoTime();
            try {
                long acked = loads.get(shard)
                        .awaitAckOfAnother(
                                primaries.get(shard), hit.atNanos(), slot -> true, Duration.ofNanos(Math.max(1, left)))
                        .times()
                        .acked();
                last = Math.max(last, acked - hit.atNanos());
            } catch (AssertionError e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new BenchFailure("Interrupted.", e);
                }
                return Optional.empty();
            }
        }
        return Optional.of(last);
    }

    private void mend(FaultKind kind, Hit hit, List<HostAndPort> primaries) {
        if (kind.needsNetwork()) {
            site.mend();
            return;
        }
        RedisServer server =
                victims.servers().get(indexOf(primaries.get(hit.shards().get(0))));
        if (kind == FaultKind.HANG && server.isAlive()) {
            server.sigcont();
        } else {
            server.restart();
        }
        if (kind == FaultKind.LEADER_AND_PRIMARY) {
            victims.reviveDecider();
        }
    }
}
