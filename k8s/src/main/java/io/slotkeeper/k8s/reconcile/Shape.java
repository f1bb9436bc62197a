package io.slotkeeper.k8s.reconcile;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.slotkeeper.k8s.api.RedisClusterSpec;
import io.slotkeeper.k8s.coordinators.ClusterView;
import io.slotkeeper.k8s.render.Names;
import java.util.List;
import java.util.Optional;

/**
 * How many shards and pods there are to be now. Until the cluster is formed it is what the spec says; then what it was formed
 * with, since only the coordinators can add or remove shards and replicas.
 *
 * @param shards StatefulSets of Redis pods
 * @param podsPerShard pods of each
 * @param blocked why that is not what the spec says
 */
record Shape(int shards, int podsPerShard, Optional<String> blocked) {

    /**
     * Decides.
     *
     * @param redisSets all that are there: from fewer, replicas would be taken away
     * @param formedShards how many shards the map had when it was last seen; 0: it has never had any
     */
    static Shape of(RedisClusterSpec spec, List<StatefulSet> redisSets, Optional<ClusterView> view, int formedShards) {
        boolean knownToBeUnformed =
                formedShards == 0 && view.isPresent() && view.get().shards().isEmpty();
        if (redisSets.isEmpty() || knownToBeUnformed) {
            return new Shape(formedShards == 0 ? spec.shards() : formedShards, spec.podsPerShard(), Optional.empty());
        }
        // A StatefulSet that somebody deleted is made again.
        int shards = Math.max(redisSets.size(), formedShards);
        int pods = redisSets.stream()
                .mapToInt(set -> set.getSpec().getReplicas())
                .max()
                .orElseThrow();
        if (shards == spec.shards() && pods == spec.podsPerShard()) {
            return new Shape(shards, pods, Optional.empty());
        }
        return new Shape(
                shards,
                pods,
                Optional.of("the cluster was formed with " + shards + " shards and " + (pods - 1)
                        + " replicas of each, and the coordinators of this release cannot change that: the spec's "
                        + spec.shards() + " and " + spec.replicasPerShard() + " are ignored; set them back"));
    }

    /** Whether a StatefulSet is one of Redis pods. */
    static boolean isRedis(StatefulSet set) {
        return Names.REDIS.equals(set.getMetadata().getLabels().get(Names.COMPONENT));
    }
}
