package io.slotkeeper.k8s.coordinators;

import io.slotkeeper.k8s.api.MigrationSpec;
import java.util.List;

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

    /**
     * As above, to the node of this agent.
     *
     * @throws CoordinatorsException as above
     */
    void switchover(String shard, String to);

    /**
     * Begins an operation. When the same one is under way or done already, it is refused.
     *
     * @param kind for example {@code add-shard}
     * @param shard that it is about; empty where the kind needs none
     * @param nodes names of agents; may be empty
     * @param migration how its slots move, if it moves any
     * @throws CoordinatorsException with the reason when it was refused, or its outcome is not known
     */
    void begin(String kind, String shard, List<String> nodes, MigrationSpec migration);
}
