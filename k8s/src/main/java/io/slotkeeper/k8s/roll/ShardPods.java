package io.slotkeeper.k8s.roll;

import java.util.List;

/**
 * The pods of one StatefulSet of Redis pods.
 *
 * @param name of the StatefulSet
 * @param replicas how many pods there are to be
 * @param wanted fingerprint of the pods that the spec asks for
 * @param pods those that are there
 */
public record ShardPods(String name, int replicas, String wanted, List<Pod> pods) {
    public ShardPods {
        pods = List.copyOf(pods);
    }

    /**
     * A pod.
     *
     * @param name that of its agent, too
     * @param uid differs when a pod of the same name is another one
     * @param digest fingerprint of what it was made from
     * @param ready its readiness: it serves, or follows in sync
     * @param ending it is being deleted
     */
    public record Pod(String name, String uid, String digest, boolean ready, boolean ending) {}

    /** Whether a pod was made from another spec. */
    boolean isOutdated(Pod pod) {
        return !pod.digest().equals(wanted);
    }

    /** Whether a pod must be replaced. */
    public boolean hasOutdated() {
        return pods.stream().anyMatch(this::isOutdated);
    }

    /** Whether all pods are there and ready. */
    public boolean isSettled() {
        return pods.size() == replicas && pods.stream().allMatch(pod -> pod.ready() && !pod.ending());
    }
}
