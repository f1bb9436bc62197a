package io.slotkeeper.k8s.render;

import io.slotkeeper.k8s.api.RedisCluster;
import io.slotkeeper.k8s.api.RedisClusterSpec;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What is to be rendered.
 *
 * @param cluster with its spec
 * @param images of the installation
 * @param podsBySet pods by the number of their StatefulSet: those that the spec asks for, and those that are still used
 * @param secretDigest of the password's Secret; empty without one
 * @param claimSize what StatefulSets ask for as volumes of Redis pods; that of the spec, or of those that are there
 */
public record Request(
        RedisCluster cluster,
        Images images,
        SortedMap<Integer, Integer> podsBySet,
        String secretDigest,
        String claimSize) {
    /** The size that the spec asks for. */
    public static Request ofSpec(RedisCluster cluster, Images images, String secretDigest) {
        RedisClusterSpec spec = cluster.getSpec();
        SortedMap<Integer, Integer> pods = new TreeMap<>();
        IntStream.range(0, spec.shards()).forEach(number -> pods.put(number, spec.podsPerShard()));
        return new Request(
                cluster,
                images,
                pods,
                secretDigest,
                spec.storage() == null ? "" : spec.storage().size());
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
