package io.slotkeeper.bench.faults;

import io.slotkeeper.bench.cluster.GroupContender;
import io.slotkeeper.bench.cluster.MeasuredCluster;
import io.slotkeeper.bench.cluster.Ownership;
import io.slotkeeper.testkit.NodeView;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.RedisServer;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.HostAndPort;

/**
 * A Redis Cluster, under Slotkeeper or by itself.
 *
 * @param cluster that is hit
 * @param servers its processes, in the order of the hosts
 * @param shards how many it has
 */
record ClusterVictims(MeasuredCluster cluster, List<RedisServer> servers, int shards) implements Victims {
    @Override
    public String name() {
        return cluster.name();
    }

    @Override
    public List<HostAndPort> nodesOf(int shard) {
        HostAndPort primary = primaryOf(shard);
        List<HostAndPort> nodes = new ArrayList<>(List.of(primary));
        try (RedisProbe probe = new RedisProbe(primary)) {
            String id = probe.nodeId();
            probe.clusterNodes().stream()
                    .filter(node -> node.primaryId().filter(id::equals).isPresent())
                    .map(NodeView::address)
                    .forEach(nodes::add);
        }
        return nodes;
    }

    @Override
    public HostAndPort primaryOf(int shard) {
        return Ownership.of(Ownership.slotOfShard(shard, shards), cluster.addresses())
                .primary();
    }

    @Override
    public boolean killDecider() {
        if (cluster instanceof GroupContender ours) {
            ours.killLeader();
            return true;
        }
        return false;
    }

    @Override
    public void reviveDecider() {
        if (cluster instanceof GroupContender ours) {
            ours.reviveCoordinators();
        }
    }

    @Override
    public void awaitHealthy() {
        cluster.awaitHealthy();
    }

    @Override
    public String said() {
        return cluster.said();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
