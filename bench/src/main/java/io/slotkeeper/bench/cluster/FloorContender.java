package io.slotkeeper.bench.cluster;

import io.slotkeeper.testkit.NativeCluster;
import io.slotkeeper.testkit.RedisProbe;
import java.time.Duration;
import redis.clients.jedis.HostAndPort;

/**
 * What this machine can do at best: the killer itself promotes the replica right after the kill, over a connection that is
 * open already. No detection, no agreement, no record: the difference to it is what a control plane costs.
 */
public final class FloorContender extends NativeContender {
    // Nothing of Redis's own may come in between.
    private static final Duration NODE_TIMEOUT = Duration.ofSeconds(15);

    private FloorContender(NativeCluster cluster, int shards) {
        super("floor", cluster, shards);
    }

    /** Starts one. */
    public static FloorContender start(Layout layout) {
        NativeCluster cluster = NativeCluster.start(layout.binary(), layout.shards(), layout.replicas(), NODE_TIMEOUT);
        return new FloorContender(cluster, layout.shards());
    }

    @Override
    public long kill(HostAndPort primary) {
        try (RedisProbe replica = new RedisProbe(replicaOf(primary))) {
            replica.command("PING");
            long killedAt = super.kill(primary);
            replica.command("CLUSTER", "FAILOVER", "TAKEOVER");
            return killedAt;
        }
    }
}
