package io.slotkeeper.bench.faults;

import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.SentinelGroup;
import io.slotkeeper.testkit.RedisServer;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;

/**
 * Redis with Sentinels.
 *
 * @param group that is hit
 * @param name in the table
 * @param shards how many there are
 */
record SentinelVictims(SentinelGroup group, String name, int shards) implements Victims {
    @Override
    public List<RedisServer> servers() {
        return group.servers();
    }

    @Override
    public List<HostAndPort> nodesOf(int shard) {
        return IntStream.iterate(shard, i -> i < servers().size(), i -> i + shards)
                .mapToObj(i -> servers().get(i).address())
                .toList();
    }

    @Override
    public HostAndPort primaryOf(int shard) {
        return group.primaryOf(shard)
                .orElseThrow(() -> new BenchFailure(name + ": shard " + shard + " has no primary now."));
    }

    @Override
    public boolean killDecider() {
        group.killSentinel();
        return true;
    }

    @Override
    public void reviveDecider() {
        group.reviveSentinels();
    }

    @Override
    public void awaitHealthy() {
        group.awaitHealthy();
    }

    @Override
    public String said() {
        return "";
    }

    @Override
    public void close() {
        group.close();
    }
}
