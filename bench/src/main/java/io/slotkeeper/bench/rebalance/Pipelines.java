package io.slotkeeper.bench.rebalance;

import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.testkit.ClusterView;
import io.slotkeeper.testkit.NativeCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/** Works through a data set at all primaries side by side, each with one connection and its own keys in long pipelines. */
final class Pipelines {
    private static final int TIMEOUT_MILLIS = 60_000;

    private Pipelines() {}

    /** What is done with some keys of one primary. */
    @FunctionalInterface
    interface Work {
        void run(Connection primary, int[] keys);
    }

    /**
     * Blocks until all is done.
     *
     * @param chunk most keys of one call
     * @throws BenchFailure if a slot has no primary, or a primary does not answer
     */
    static void run(DataSet data, List<HostAndPort> nodes, int chunk, Work work) {
        ClusterView view = ClusterView.read(nodes);
        HostAndPort[] owners = new HostAndPort[NativeCluster.SLOTS];
        for (ClusterView.Primary primary : view.primaries()) {
            primary.node().slots().set().stream().forEach(slot -> owners[slot] = primary.address());
        }
        ExecutorService threads = Executors.newFixedThreadPool(view.primaries().size());
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (ClusterView.Primary primary : view.primaries()) {
                int[] keys = IntStream.range(0, data.keys())
                        .filter(key -> primary.address().equals(owners[data.slot(key)]))
                        .toArray();
                ends.add(threads.submit(() -> atOne(primary.address(), keys, chunk, work)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (ExecutionException e) {
            throw new BenchFailure(
                    "The data cannot be written or read: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted.", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void atOne(HostAndPort primary, int[] keys, int chunk, Work work) {
        try (Connection connection = new Connection(
                primary,
                DefaultJedisClientConfig.builder()
                        .resp2()
                        .timeoutMillis(TIMEOUT_MILLIS)
                        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                        .build())) {
            for (int from = 0; from < keys.length; from += chunk) {
                int start = from;
                work.run(
                        connection,
                        IntStream.range(start, Math.min(keys.length, start + chunk))
                                .map(i -> keys[i])
                                .toArray());
            }
        }
    }

    /** Sends without waiting for the reply. */
    static void send(Connection connection, byte[] command, byte[]... arguments) {
        connection.sendCommand(() -> command, arguments);
    }
}
