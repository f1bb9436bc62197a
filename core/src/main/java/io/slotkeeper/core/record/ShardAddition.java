package io.slotkeeper.core.record;

import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.operation.OperationPlan;
import java.util.List;

/** A shard that an operation forms before it moves slots to it. */
final class ShardAddition {
    private ShardAddition() {}

    /** Neither its name nor one of its nodes is in use. */
    static boolean isPossible(ClusterState state, Shard added) {
        return state.map().shard(added.id()).isEmpty()
                && added.nodes()
                        .allMatch(node -> state.nodes().containsKey(node.id())
                                && state.map().shardOf(node.id()).isEmpty());
    }

    /** The state with the new shard in the map, if the operation adds one and nothing stands against it. */
    static ApplyOutcome begin(ClusterState state, OperationPlan plan) {
        if (plan.added().filter(shard -> isPossible(state, shard)).isEmpty()) {
            return ApplyOutcome.unpublished(state);
        }
        var delta = state.deltaOf("SHARD_ADDED", List.of(plan.added().get()));
        return ApplyOutcome.changed(state.withMap(delta), delta);
    }
}
