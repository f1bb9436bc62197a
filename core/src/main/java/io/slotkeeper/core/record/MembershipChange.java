package io.slotkeeper.core.record;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.operation.OperationKind;
import io.slotkeeper.core.operation.OperationPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How operations change which nodes are in which shard. The map changes when the operation begins; what follows from it is
 * done to the nodes afterwards.
 *
 * <pre>
 * add-shard                    the new shard is in the map, still forming
 * add-replica                  the nodes are replicas; not to be promoted before their primary's lease counts with them
 * remove-replica, forget-node  the nodes are in no shard and retired; forgotten ones are registered no more
 * </pre>
 */
final class MembershipChange {
    private MembershipChange() {}

    /** What stands against beginning an operation; empty when nothing does. */
    static Optional<String> obstacle(ClusterState state, OperationPlan plan) {
        if (plan.added().isPresent()) {
            Shard added = plan.added().get();
            return state.map().shard(added.id()).isPresent()
                    ? Optional.of("there is a shard " + added.id() + " already")
                    : inUse(state, added.nodes().toList());
        }
        return switch (plan.kind()) {
            case ADD_REPLICA ->
                state.map().shard(plan.shard()).isEmpty()
                        ? Optional.of("there is no shard " + plan.shard())
                        : inUse(state, plan.nodes());
            case REMOVE_REPLICA, FORGET_NODE ->
                plan.nodes().stream()
                        .filter(node -> state.map()
                                .shardOf(node.id())
                                .filter(shard -> isPrimary(shard, node))
                                .isPresent())
                        .findFirst()
                        .map(node -> node.agent() + " is a primary now");
            case MOVE, REBALANCE, ADD_SHARD, DRAIN_SHARD, REMOVE_SHARD, REVERT -> Optional.empty();
        };
    }

    private static Optional<String> inUse(ClusterState state, List<Node> nodes) {
        return nodes.stream()
                .filter(node -> !state.nodes().containsKey(node.id())
                        || state.map().shardOf(node.id()).isPresent())
                .findFirst()
                .map(node -> node.agent() + " is in a shard, or registered no more");
    }

    /** Whether a shard that would change is about to get another primary: that comes first. */
    static boolean hasToWait(ClusterState state, OperationPlan plan) {
        return plan.kind().isOfNodes()
                && (state.election(plan.shard()).isPresent()
                        || plan.nodes().stream()
                                .flatMap(node -> state.map().shardOf(node.id()).stream())
                                .anyMatch(shard -> state.election(shard.id()).isPresent()));
    }

    /** The state with the change, if nothing stands against it. */
    static ApplyOutcome begin(ClusterState state, OperationPlan plan) {
        if (plan.added().isPresent()) {
            Shard added = plan.added().get();
            return changed(
                    state.withUpkeep(state.upkeep()
                            .withMembership(state.upkeep()
                                    .membership()
                                    .found(added.nodes().map(Node::id).toList()))),
                    "SHARD_ADDED",
                    List.of(added));
        }
        return switch (plan.kind()) {
            case ADD_REPLICA -> join(state, plan);
            case REMOVE_REPLICA -> retire(state, plan.nodes(), "REPLICA_REMOVED");
            case FORGET_NODE -> {
                ClusterState without = state;
                for (Node node : plan.nodes()) {
                    without = without.withoutNode(node.id());
                }
                yield retire(without, plan.nodes(), "NODE_FORGOTTEN");
            }
            case MOVE, REBALANCE, ADD_SHARD, DRAIN_SHARD, REMOVE_SHARD, REVERT -> ApplyOutcome.unpublished(state);
        };
    }

    /** The state in which replicas that an aborted operation had added are gone again. */
    static ApplyOutcome undo(ClusterState state, OperationPlan plan) {
        return plan.kind() == OperationKind.ADD_REPLICA
                ? retire(state, plan.nodes(), "REPLICA_REMOVED")
                : ApplyOutcome.unpublished(state);
    }

    private static ApplyOutcome join(ClusterState state, OperationPlan plan) {
        Shard shard = state.map().shard(plan.shard()).orElseThrow();
        List<Node> replicas = new ArrayList<>(shard.replicas());
        plan.nodes().forEach(node -> replicas.add(state.nodes().get(node.id())));
        Membership joined = state.upkeep().membership().join(ids(plan.nodes()));
        return changed(
                state.withUpkeep(state.upkeep().withMembership(joined)),
                "REPLICA_ADDED",
                List.of(shard.withReplicas(replicas)));
    }

    private static ApplyOutcome retire(ClusterState state, List<Node> nodes, String cause) {
        List<NodeId> leaving = ids(nodes).stream()
                .filter(id -> state.map()
                        .shardOf(id)
                        .filter(s -> s.primary().id().equals(id))
                        .isEmpty())
                .toList();
        List<Shard> smaller = state.map().shards().stream()
                .filter(shard -> shard.replicas().stream().anyMatch(r -> leaving.contains(r.id())))
                .map(shard -> shard.withReplicas(shard.replicas().stream()
                        .filter(r -> !leaving.contains(r.id()))
                        .toList()))
                .toList();
        Membership retired = state.upkeep().membership().retire(leaving);
        Upkeep upkeep = state.upkeep().withMembership(retired);
        for (NodeId id : leaving) {
            upkeep = upkeep.withoutDrained(id);
        }
        ClusterState without = state.withUpkeep(upkeep);
        return smaller.isEmpty() ? ApplyOutcome.unpublished(without) : changed(without, cause, smaller);
    }

    private static ApplyOutcome changed(ClusterState state, String cause, List<Shard> shards) {
        var delta = state.deltaOf(cause, shards);
        return ApplyOutcome.changed(state.withMap(delta), delta);
    }

    private static boolean isPrimary(Shard shard, Node node) {
        return shard.primary().id().equals(node.id());
    }

    private static List<NodeId> ids(Collection<Node> nodes) {
        return nodes.stream().map(Node::id).toList();
    }
}
