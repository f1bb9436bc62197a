package io.slotkeeper.bench.rebalance;

import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.report.Distribution;
import io.slotkeeper.testkit.CheckingClient;
import io.slotkeeper.testkit.ClusterView;
import io.slotkeeper.testkit.Login;
import io.slotkeeper.testkit.NativeCluster;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.StrayKeys;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/** Fills one cluster, lets it grow under load, and compares. Used by one thread. */
final class RebalanceRun {
    private static final int KEYS_PER_CLIENT = 4_000;
    private static final long WARM_ANSWERS = 20_000;
    private static final long WARM_LIMIT_NANOS = 120_000_000_000L;
    private static final long IDLE_NANOS = 3_000_000_000L;

    private final DataSet data;
    private final int clients;
    private final Duration pause;
    private final Consumer<String> progress;

    RebalanceRun(DataSet data, int clients, Duration pause, Consumer<String> progress) {
        this.data = data;
        this.clients = clients;
        this.pause = pause;
        this.progress = progress;
    }

    RebalanceOutcome run(GrowingCluster cluster) {
        List<HostAndPort> all = Stream.concat(cluster.addresses().stream(), cluster.spares().stream())
                .toList();
        progress.accept(cluster.name() + ": writing " + data.keys() + " keys");
        DataPrint.write(data, cluster.addresses());
        DataPrint before = DataPrint.of(data, cluster.addresses());
        if (before.missing() > 0) {
            throw new BenchFailure(before.missing() + " keys are missing before anything moves.");
        }
        List<Integer> slots = IntStream.range(0, NativeCluster.SLOTS).boxed().toList();
        try (CheckingClient client = new CheckingClient(cluster.addresses(), Login.NONE, pause)
                .start(clients, slots, KEYS_PER_CLIENT, data.seed())) {
            warm(client);
            long idleFrom = System.nanoTime();
            LockSupport.parkNanos(IDLE_NANOS);
            long idleTo = System.nanoTime();
            cluster.join();
            progress.accept(cluster.name() + ": moving");
            long from = System.nanoTime();
            cluster.grow();
            long to = System.nanoTime();
            client.stop();
            progress.accept(cluster.name() + ": comparing");
            return new RebalanceOutcome(
                    cluster.name(),
                    (to - from) / 1e9,
                    keysOf(cluster.spares()),
                    distribution(client.latencies(idleFrom, idleTo)),
                    distribution(client.latencies(from, to)),
                    client.failures() + client.unexpected().size(),
                    client.wrong().size(),
                    before.differences(DataPrint.of(data, all)),
                    StrayKeys.count(all),
                    Stream.concat(client.wrong().stream(), client.unexpected().stream())
                            .findFirst()
                            .orElse(""));
        }
    }

    /** So that what the client's JVM has to compile is no contender's. */
    private static void warm(CheckingClient client) {
        long begin = System.nanoTime();
        while (client.answers() < WARM_ANSWERS) {
            if (System.nanoTime() - begin > WARM_LIMIT_NANOS) {
                throw new BenchFailure("The clients got only " + client + " in two minutes.");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static Distribution distribution(long[] nanos) {
        if (nanos.length == 0) {
            throw new BenchFailure("No request came while slots moved: use more --clients or a shorter --pause.");
        }
        return Distribution.ofNanos(Arrays.stream(nanos).boxed().toList());
    }

    private static long keysOf(List<HostAndPort> nodes) {
        return ClusterView.read(nodes).primaries().stream()
                .mapToLong(primary -> {
                    try (RedisProbe probe = new RedisProbe(primary.address())) {
                        return probe.dbSize();
                    }
                })
                .sum();
    }
}
