package io.slotkeeper.k8s.roll;

import io.slotkeeper.k8s.api.RedisClusterStatus.UpdateStep;
import java.util.List;
import java.util.Optional;

/**
 * What a look at a rolling change says.
 *
 * @param actions to be carried out now
 * @param steps pods that were replaced and are not back in sync, those of the actions not yet included
 * @param blocked why nothing more is done although pods are outdated
 * @param outdated pods that are still to be replaced
 */
public record Roll(List<Action> actions, List<UpdateStep> steps, Optional<Blocked> blocked, int outdated) {
    public Roll {
        actions = List.copyOf(actions);
        steps = List.copyOf(steps);
    }

    /** One thing to do; harmless when it is done twice. */
    public sealed interface Action {}

    /**
     * Delete a pod; its StatefulSet makes a new one.
     *
     * @param uid of the very pod that is meant
     */
    public record ReplacePod(String pod, String uid) implements Action {}

    /**
     * Make a replica the primary, so that the primary's pod can be replaced next.
     *
     * @param shard id of the coordinators
     */
    public record SwitchOver(String shard) implements Action {}

    /**
     * Why not.
     *
     * @param reason stable, for a condition
     * @param text for the user
     */
    public record Blocked(Reason reason, String text) {}

    /** Why a roll does not go on; names of the condition's reasons. */
    public enum Reason {
        /** A replaced pod did not come back in time. */
        StepTimedOut,
        /** No coordinator answers, or none leads. */
        CoordinatorsUnreachable,
        /** It is not the time. */
        OutsideMaintenanceWindow,
        /** The coordinators have a diagnosis, or a pod is not ready. */
        ShardNotSafe,
        /** The primary is the only node of its shard. */
        NoReplica
    }
}
