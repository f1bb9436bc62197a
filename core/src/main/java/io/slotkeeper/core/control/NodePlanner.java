package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.operation.OperationPlan;
import io.slotkeeper.core.plan.ReplicaPlacement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plans the operations that are about nodes, and finds the nodes that others need. Refuses with {@link RefusedException}. */
final class NodePlanner {
    private final LoopContext context;

    NodePlanner(LoopContext context) {
        this.context = context;
    }

    OperationPlan plan(OperationRequest.Start start) {
        return switch (start.kind()) {
            case ADD_REPLICA -> addReplica(start);
            case REMOVE_REPLICA -> removeReplica(start);
            case FORGET_NODE -> forget(start);
            case MOVE, REBALANCE, ADD_SHARD, DRAIN_SHARD, REMOVE_SHARD, REVERT ->
                throw new IllegalArgumentException(start.kind() + " moves slots");
        };
    }

    private OperationPlan addReplica(OperationRequest.Start start) {
        Shard shard = start.shard().isEmpty()
                ? ReplicaPlacement.neediest(context.state.map())
                        .orElseThrow(() -> new RefusedException(
                                RefusalCode.CLUSTER_NOT_FORMED,
                                "no shard is active; wait until one is, then give it a replica"))
                : shard(start.shard());
        List<Node> nodes = start.nodes().isEmpty() ? List.of(bestSpare(shard)) : namedSpares(start.nodes());
        String verb = nodes.size() == 1 ? " a replica of shard " : " replicas of shard ";
        return OperationPlan.ofNodes(start.kind(), shard.id(), "make " + names(nodes) + verb + shard.id() + ".", nodes);
    }

    private Shard shard(String id) {
        Shard shard = context.state
                .map()
                .shard(id)
                .orElseThrow(() -> new RefusedException(
                        RefusalCode.UNKNOWN_SHARD,
                        "there is no shard '" + id + "'; the shards are "
                                + context.state.map().shards().stream()
                                        .map(Shard::id)
                                        .collect(Collectors.joining(", "))));
        if (shard.state() == ShardState.LOST || shard.state() == ShardState.FORMING) {
            throw new RefusedException(
                    shard.state() == ShardState.LOST ? RefusalCode.SHARD_LOST : RefusalCode.SHARD_FORMING,
                    "shard " + id + " is " + shard.state().label()
                            + ": there is no primary that a replica could copy; wait until it is active");
        }
        return shard;
    }

    private Node bestSpare(Shard shard) {
        return ReplicaPlacement.best(shard, spares())
                .orElseThrow(() -> new RefusedException(
                        RefusalCode.NOT_ENOUGH_NODES,
                        "there is no node that is in no shard, is empty and answers; start one with its agent, or name"
                                + " one that was removed before"));
    }

    private OperationPlan removeReplica(OperationRequest.Start start) {
        List<Node> nodes = start.nodes().stream().map(this::named).distinct().toList();
        for (Node node : nodes) {
            Optional<Shard> shard = refusePrimary(node);
            if (shard.isEmpty()) {
                throw new RefusedException(
                        RefusalCode.NOT_A_REPLICA,
                        "node '" + node.agent() + "' is in no shard; only a replica can be removed from one");
            }
        }
        String text = nodes.stream()
                .map(node -> node.agent() + " (" + node.address() + ") of shard "
                        + shardOf(node).orElseThrow().id())
                .collect(Collectors.joining(", ", "take ", " out of the cluster and empty it."));
        return OperationPlan.ofNodes(start.kind(), onlyShard(nodes), text, nodes);
    }

    private OperationPlan forget(OperationRequest.Start start) {
        List<Node> nodes = start.nodes().stream().map(this::named).distinct().toList();
        for (Node node : nodes) {
            refusePrimary(node);
            if (!context.sight(node).agentLost()) {
                throw new RefusedException(
                        RefusalCode.NODE_ALIVE,
                        "the agent of node '" + node.agent() + "' reports, so it would register again; stop agent and"
                                + " node first, or take a replica out of its shard with remove-replica");
            }
        }
        String text = "forget " + names(nodes) + ".";
        return OperationPlan.ofNodes(start.kind(), onlyShard(nodes), text, nodes);
    }

    /** The node's shard. */
    private Optional<Shard> refusePrimary(Node node) {
        Optional<Shard> shard = shardOf(node);
        if (shard.filter(s -> s.primary().id().equals(node.id())).isPresent()) {
            String id = shard.get().id();
            throw new RefusedException(
                    RefusalCode.NODE_IS_PRIMARY,
                    "node '" + node.agent() + "' is the primary of shard " + id
                            + "; make another node its primary first" + " (switchover " + id
                            + "), or remove the whole shard (remove-shard " + id + ")");
        }
        if (shard.filter(s -> context.state.election(s.id()).isPresent()).isPresent()) {
            throw new RefusedException(
                    RefusalCode.OPERATION_IN_PROGRESS,
                    "shard " + shard.get().id() + " is changing its primary; try again in a moment");
        }
        return shard;
    }

    private Optional<Shard> shardOf(Node node) {
        return context.state.map().shardOf(node.id());
    }

    /** The shard that all of them are in; empty when they are in several, or in none. */
    private String onlyShard(List<Node> nodes) {
        List<String> shards = nodes.stream()
                .flatMap(node -> shardOf(node).stream())
                .map(Shard::id)
                .distinct()
                .toList();
        return shards.size() == 1 ? shards.get(0) : "";
    }

    /** Nodes that wait to be used. One that was taken out by request waits until it is named. */
    List<Node> spares() {
        return context.state.nodes().values().stream()
                .filter(node -> !context.state.upkeep().membership().retired().contains(node.id()))
                .filter(this::isSpare)
                .toList();
    }

    private boolean isSpare(Node node) {
        return shardOf(node).isEmpty() && Formation.isFresh(context.sight(node));
    }

    /** Nodes by agent name or node id, each of which is in no shard, empty, and answers. */
    List<Node> namedSpares(List<String> names) {
        List<Node> nodes = names.stream().map(this::named).distinct().toList();
        for (Node node : nodes) {
            if (!isSpare(node)) {
                throw new RefusedException(
                        RefusalCode.NODE_IN_USE,
                        "node '" + node.agent() + "' is in a shard, is not empty, knows other nodes or does not answer;"
                                + " name a node that is none of it");
            }
        }
        return nodes;
    }

    private Node named(String name) {
        return context.state.nodes().values().stream()
                .filter(n -> n.agent().equals(name) || n.id().hex().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        RefusalCode.UNKNOWN_NODE,
                        "there is no node or agent '" + name + "'; see /v1/nodes for those that have registered"));
    }

    private static String names(List<Node> nodes) {
        return nodes.stream()
                .map(node -> node.agent() + " (" + node.address() + ")")
                .collect(Collectors.joining(", "));
    }
}
