package io.slotkeeper.bench.cluster;

import io.slotkeeper.testkit.RedisBinary;

/**
 * What every contender of one run is made of.
 *
 * @param binary redis-server
 * @param shards 1 or more
 * @param replicas per shard, 1 or more
 */
public record Layout(RedisBinary binary, int shards, int replicas) {
    /** How many nodes. */
    public int nodes() {
        return shards * (1 + replicas);
    }
}
