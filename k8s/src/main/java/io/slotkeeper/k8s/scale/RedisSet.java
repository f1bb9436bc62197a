package io.slotkeeper.k8s.scale;

import java.util.List;

/**
 * A StatefulSet of Redis pods that is there.
 *
 * @param number of the StatefulSet, from 0
 * @param replicas pods that it is to have
 * @param pods those that are there, in the order of their ordinals
 */
public record RedisSet(int number, int replicas, List<Pod> pods) {
    public RedisSet {
        pods = List.copyOf(pods);
    }

    /**
     * A pod.
     *
     * @param name that of its agent, too
     * @param ordinal in its StatefulSet
     * @param ready its readiness, and it is not ending
     */
    public record Pod(String name, int ordinal, boolean ready) {}
}
