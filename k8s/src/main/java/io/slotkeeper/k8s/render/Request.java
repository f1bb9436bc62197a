package io.slotkeeper.k8s.render;

import io.slotkeeper.k8s.api.RedisCluster;
import io.slotkeeper.k8s.api.RedisClusterSpec;

/**
 * What is to be rendered.
 *
 * @param cluster with its spec
 * @param images of the installation
 * @param shards StatefulSets of Redis pods: as many as the spec says, or as the slot map has
 * @param podsPerShard pods of each: as the spec says, or as the slot map has
 * @param secretDigest of the password's Secret; empty without one
 */
public record Request(RedisCluster cluster, Images images, int shards, int podsPerShard, String secretDigest) {
    /** The size that the spec asks for. */
    public static Request ofSpec(RedisCluster cluster, Images images, String secretDigest) {
        RedisClusterSpec spec = cluster.getSpec();
        return new Request(cluster, images, spec.shards(), spec.podsPerShard(), secretDigest);
    }

    /** What the user asks for. */
    public RedisClusterSpec spec() {
        return cluster.getSpec();
    }

    /** What things are called. */
    public Names names() {
        return Names.of(cluster);
    }
}
