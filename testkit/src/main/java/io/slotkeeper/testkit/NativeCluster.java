package io.slotkeeper.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A plain Redis Cluster with its own failover, for comparison with Slotkeeper.
 *
 * <p>Formed by direct commands: every node meets every node, the first nodes become primaries with equal
 * shares of the slots, the others their replicas in turn. Thread-safe.
 */
public final class NativeCluster implements AutoCloseable {
    /** Number of hash slots. */
    public static final int SLOTS = 16_384;

    private static final Duration FORM_TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 10_000_000;

    private final LocalRedisGroup group;
    private final int shards;

    private NativeCluster(LocalRedisGroup group, int shards) {
        this.group = group;
        this.shards = shards;
    }

    /**
     * Starts the servers, forms the cluster and waits until it is healthy.
     *
     * @param shards 1 or more; Redis needs 3 for its own failover
     * @param replicas per shard, 0 or more
     * @param nodeTimeout {@code cluster-node-timeout}
     * @throws RedisProcessException if it does not get healthy within a minute
     */
    public static NativeCluster start(RedisBinary binary, int shards, int replicas, Duration nodeTimeout) {
        return start(binary, shards, replicas, nodeTimeout, UnaryOperator.identity());
    }

    /**
     * As above.
     *
     * @param place applied to the options of one server after the other, the first primaries first
     */
    public static NativeCluster start(
            RedisBinary binary,
            int shards,
            int replicas,
            Duration nodeTimeout,
            UnaryOperator<RedisServerOptions> place) {
        LocalRedisGroup group = LocalRedisGroup.start(binary, shards * (1 + replicas), options -> place.apply(options)
                .withSyncGuard(false)
                .withLine("repl-diskless-sync yes")
                .withLine("repl-diskless-sync-delay 0")
                .withLine("cluster-replica-no-failover no")
                .withLine("cluster-node-timeout " + nodeTimeout.toMillis()));
        NativeCluster cluster = new NativeCluster(group, shards);
        try {
            cluster.form();
            cluster.awaitHealthy(FORM_TIMEOUT);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** All servers; at first the primaries come first. */
    public List<RedisServer> servers() {
        return group.servers();
    }

    /** The servers as a group; closing it closes this cluster too. */
    public LocalRedisGroup group() {
        return group;
    }

    /** Where clients connect. */
    public List<HostAndPort> addresses() {
        return group.addresses();
    }

    /**
     * The server that says of itself that it is primary of this slot.
     *
     * @throws RedisProcessException if no running server says so now
     */
    public RedisServer primaryOf(int slot) {
        return ClusterView.read(addresses())
                .primaryOf(slot)
                .map(address -> group.onPort(address.getPort()))
                .orElseThrow(() -> new RedisProcessException("No running node is primary of slot " + slot + " now."));
    }

    /**
     * Waits until every node runs, sees the whole cluster as ok and no node as failing, and every replica's
     * link to its primary is up.
     *
     * @throws RedisProcessException if that is not so in time
     */
    public void awaitHealthy(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!addresses().stream().allMatch(this::healthy)) {
            if (System.nanoTime() - deadline > 0) {
                throw new RedisProcessException("The native Redis Cluster in " + group.directory()
                        + " did not get healthy within " + timeout + ". See the nodes' redis.log.");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Override
    public void close() {
        group.close();
    }

    private void form() {
        List<RedisProbe> probes = addresses().stream().map(RedisProbe::new).toList();
        try {
            meetAll(probes);
            assignSlots(probes);
            List<String> ids = probes.stream().map(RedisProbe::nodeId).toList();
            for (int i = shards; i < probes.size(); i++) {
                replicate(probes.get(i), ids.get(i % shards));
            }
        } finally {
            probes.forEach(RedisProbe::close);
        }
    }

    private void meetAll(List<RedisProbe> probes) {
        for (int i = 0; i < probes.size(); i++) {
            // Distinct epochs from the start: no time is lost on resolving collisions of epoch 0.
            probes.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (RedisProbe probe : probes) {
            for (HostAndPort other : addresses()) {
                probe.command("CLUSTER", "MEET", other.getHost(), Integer.toString(other.getPort()));
            }
        }
    }

    private void assignSlots(List<RedisProbe> probes) {
        for (int shard = 0; shard < shards; shard++) {
            // ADDSLOTS, not ADDSLOTSRANGE: Redis 6.2 lacks the latter.
            List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            IntStream.range(SLOTS * shard / shards, SLOTS * (shard + 1) / shards)
                    .forEach(slot -> words.add(Integer.toString(slot)));
            probes.get(shard).command(words.toArray(String[]::new));
        }
    }

    /** Repeats until the replica has heard of its primary. */
    private static void replicate(RedisProbe replica, String primaryId) {
        long deadline = System.nanoTime() + FORM_TIMEOUT.toNanos();
        while (replica.clusterNodes().stream().noneMatch(node -> node.id().equals(primaryId))) {
            if (System.nanoTime() - deadline > 0) {
                throw new RedisProcessException("Node " + primaryId + " was not met within " + FORM_TIMEOUT);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        replica.command("CLUSTER", "REPLICATE", primaryId);
    }

    private boolean healthy(HostAndPort address) {
        try (RedisProbe probe = new RedisProbe(address)) {
            List<NodeView> nodes = probe.clusterNodes();
            return probe.clusterInfo("cluster_state").equals("ok")
                    && nodes.size() == group.servers().size()
                    && nodes.stream()
                                    .filter(NodeView::primary)
                                    .filter(node -> node.slots().count() > 0)
                                    .count()
                            == shards
                    && nodes.stream()
                            .noneMatch(node -> node.failing() || node.flags().contains("handshake"))
                    && nodes.stream().filter(node -> !node.primary()).count() == nodes.size() - shards
                    && probe.role().linkUp();
        } catch (JedisException e) {
            // Not running or loading: not healthy yet; the caller has a deadline.
            return false;
        }
    }
}
