package io.slotkeeper.bench.rebalance;

import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.cluster.Waiting;
import io.slotkeeper.testkit.LocalRedisGroup;
import io.slotkeeper.testkit.NativeCluster;
import io.slotkeeper.testkit.ProcessReaper;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.RedisServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/** Redis Cluster, and {@code redis-cli --cluster rebalance}. */
final class NativeGrowth implements GrowingCluster {
    private static final Duration NODE_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(60);
    private static final long REBALANCE_MINUTES = 30;

    private final String name;
    private final Path redisCli;
    private final OptionalInt pipeline;
    private final NativeCluster cluster;
    private final LocalRedisGroup joining;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NativeGrowth(Path redisCli, OptionalInt pipeline, NativeCluster cluster, LocalRedisGroup joining) {
        this.name = pipeline.isPresent() ? "redis-cli " + pipeline.getAsInt() : "redis-cli";
        this.redisCli = redisCli;
        this.pipeline = pipeline;
        this.cluster = cluster;
        this.joining = joining;
    }

    /**
     * Starts one.
     *
     * @param pipeline {@code --cluster-pipeline}; empty for the default of redis-cli
     * @param change applied to the options of every node
     */
    static NativeGrowth start(
            Layout layout, Path redisCli, OptionalInt pipeline, UnaryOperator<RedisServerOptions> change) {
        NativeCluster cluster =
                NativeCluster.start(layout.binary(), layout.shards(), layout.replicas(), NODE_TIMEOUT, change);
        LocalRedisGroup joining = null;
        try {
            RedisServerOptions like = cluster.servers().get(0).options();
            joining =
                    LocalRedisGroup.start(layout.binary(), 1 + layout.replicas(), options -> like.extraLines().stream()
                            .reduce(options.withSyncGuard(false), RedisServerOptions::withLine, (a, b) -> b));
            return new NativeGrowth(redisCli, pipeline, cluster, joining);
        } catch (RuntimeException e) {
            cluster.close();
            if (joining != null) {
                joining.close();
            }
            throw e;
        }
    }

    @Override
    public void join() {
        for (HostAndPort spare : spares()) {
            try (RedisProbe probe = new RedisProbe(spare)) {
                Stream.concat(addresses().stream(), spares().stream())
                        .forEach(other ->
                                probe.command("CLUSTER", "MEET", other.getHost(), Integer.toString(other.getPort())));
            }
        }
        Waiting.until(this::strangers, name, JOIN_TIMEOUT);
        try (RedisProbe primary = new RedisProbe(spares().get(0))) {
            String id = primary.nodeId();
            for (HostAndPort spare : spares().subList(1, spares().size())) {
                try (RedisProbe replica = new RedisProbe(spare)) {
                    replica.command("CLUSTER", "REPLICATE", id);
                    Waiting.until(
                            () -> replica.role().linkUp() ? Optional.empty() : Optional.of(spare + " is not in sync"),
                            name,
                            JOIN_TIMEOUT);
                }
            }
        }
    }

    private Optional<String> strangers() {
        int all = addresses().size() + spares().size();
        return Stream.concat(addresses().stream(), spares().stream())
                .filter(node -> {
                    try (RedisProbe probe = new RedisProbe(node)) {
                        return !probe.clusterInfo("cluster_state").equals("ok")
                                || probe.clusterNodes().stream()
                                                .filter(known -> !known.flags().contains("handshake"))
                                                .count()
                                        != all;
                    }
                })
                .map(node -> node + " does not know all nodes, or takes no writes yet")
                .findFirst();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<HostAndPort> addresses() {
        return cluster.addresses();
    }

    @Override
    public List<HostAndPort> spares() {
        return joining.addresses();
    }

    @Override
    public void grow() {
        List<String> command = new ArrayList<>(List.of(
                redisCli.toString(),
                "--cluster",
                "rebalance",
                addresses().get(0).toString(),
                "--cluster-use-empty-masters"));
        pipeline.ifPresent(keys -> command.addAll(List.of("--cluster-pipeline", Integer.toString(keys))));
        Path output = joining.directory().resolve("rebalance.out");
        try {
            Process process = ProcessReaper.start(
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()));
            if (!process.waitFor(REBALANCE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                String said = Files.readString(output, StandardCharsets.ISO_8859_1);
                throw new BenchFailure(
                        "redis-cli did not end well: " + said.substring(Math.max(0, said.length() - 400)));
            }
        } catch (IOException e) {
            throw new BenchFailure(redisCli + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted.", e);
        }
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            joining.close();
            cluster.close();
        }
    }
}
