package io.slotkeeper.k8s.coordinators;

/** The coordinators of one cluster. Methods block and may be called from any thread. */
public interface Coordinators {
    /**
     * What they know now.
     *
     * @throws CoordinatorsException if none answers
     */
    ClusterView view();

    /**
     * Hands a shard over to its best replica without losing an acknowledged write. Harmless when repeated.
     *
     * @throws CoordinatorsException with the reason when it was refused, undone, or its outcome is not known
     */
    void switchover(String shard);
}
