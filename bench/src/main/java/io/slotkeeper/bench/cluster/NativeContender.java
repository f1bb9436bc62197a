package io.slotkeeper.bench.cluster;

import io.slotkeeper.testkit.ClusterView;
import io.slotkeeper.testkit.NativeCluster;
import io.slotkeeper.testkit.NodeView;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.HostAndPort;

/** Redis Cluster as it is, with its own failover. */
public class NativeContender implements MeasuredCluster {
    private static final Duration HEAL_TIMEOUT = Duration.ofSeconds(90);
    private static final int SWITCH_ATTEMPTS = 5;
    private static final long SWITCH_NANOS = 6_000_000_000L;
    private static final long POLL_NANOS = 1_000_000;

    private final String name;
    private final NativeCluster cluster;
    private final ClusterHealth health;
    private final AtomicBoolean closed = new AtomicBoolean();

    NativeContender(String name, NativeCluster cluster, int shards) {
        this.name = name;
        this.cluster = cluster;
        this.health = new ClusterHealth(cluster.addresses(), shards);
    }

    /** Starts one whose nodes fail over after this silence ({@code cluster-node-timeout}). */
    public static NativeContender start(Layout layout, Duration nodeTimeout) {
        return new NativeContender(
                "native " + nodeTimeout.toMillis() + " ms",
                NativeCluster.start(layout.binary(), layout.shards(), layout.replicas(), nodeTimeout),
                layout.shards());
    }

    /** As above, with the nodes on the hosts of a site: primary and replica of a shard in different zones. */
    public static NativeContender start(Layout layout, Site site, Duration nodeTimeout) {
        AtomicInteger next = new AtomicInteger();
        return new NativeContender(
                "native " + nodeTimeout.toMillis() + " ms",
                NativeCluster.start(
                        layout.binary(),
                        layout.shards(),
                        layout.replicas(),
                        nodeTimeout,
                        options -> site.place(options, next.getAndIncrement())),
                layout.shards());
    }

    /** The nodes' processes, in the order of the hosts. */
    public List<RedisServer> servers() {
        return cluster.servers();
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
    public long kill(HostAndPort primary) {
        return serverAt(primary).kill9();
    }

    @Override
    public void revive(HostAndPort node) {
        serverAt(node).restart();
    }

    /**
     * A replica gives up a manual failover after 5 s without the votes of a majority; primaries refuse theirs to a shard they
     * voted for less than two node timeouts ago.
     */
    @Override
    public int switchOver(int slot) {
        HostAndPort replica = replicaOf(primaryOf(slot));
        try (RedisProbe probe = new RedisProbe(replica)) {
            for (int refused = 0; refused < SWITCH_ATTEMPTS; refused++) {
                probe.command("CLUSTER", "FAILOVER");
                if (becomesPrimary(probe)) {
                    return refused;
                }
            }
        }
        throw new BenchFailure(name + ": " + replica + " did not become primary by CLUSTER FAILOVER in "
                + SWITCH_ATTEMPTS + " attempts of " + SWITCH_NANOS / 1_000_000_000 + " s.");
    }

    private static boolean becomesPrimary(RedisProbe probe) {
        long deadline = System.nanoTime() + SWITCH_NANOS;
        while (!probe.role().primary()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    @Override
    public void awaitHealthy() {
        Waiting.until(health::missing, name, HEAL_TIMEOUT);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            cluster.close();
        }
    }

    private HostAndPort primaryOf(int slot) {
        return ClusterView.read(addresses())
                .primaryOf(slot)
                .orElseThrow(() -> new BenchFailure(name + ": no node is primary of slot " + slot + " now."));
    }

    /** Any replica of a primary that answers. */
    final HostAndPort replicaOf(HostAndPort primary) {
        try (RedisProbe probe = new RedisProbe(primary)) {
            String id = probe.nodeId();
            return probe.clusterNodes().stream()
                    .filter(node -> node.primaryId().filter(id::equals).isPresent())
                    .map(NodeView::address)
                    .findFirst()
                    .orElseThrow(() -> new BenchFailure(name + ": " + primary + " has no replica."));
        }
    }

    private RedisServer serverAt(HostAndPort address) {
        return cluster.servers().stream()
                .filter(server -> server.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new BenchFailure(name + ": " + address + " is none of its nodes."));
    }
}
