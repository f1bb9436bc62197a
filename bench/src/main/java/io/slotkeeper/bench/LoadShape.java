package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.Ownership;
import io.slotkeeper.testkit.WriteLoad;
import io.slotkeeper.testkit.WriteLoadOptions;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.HostAndPort;

/**
 * The write load, the same for every contender.
 *
 * @param writers threads
 * @param pause of each after an acknowledged write
 * @param shards of the cluster
 */
public record LoadShape(int writers, Duration pause, int shards) {
    private static final int SLOTS_PER_SHARD = 16;

    /** Starts it against a cluster. */
    public WriteLoad start(List<HostAndPort> nodes) {
        return WriteLoad.start(WriteLoadOptions.to(nodes)
                .withWriters(writers)
                .withSlots(Ownership.interleaved(shards, SLOTS_PER_SHARD))
                .withPacing(pause));
    }
}
