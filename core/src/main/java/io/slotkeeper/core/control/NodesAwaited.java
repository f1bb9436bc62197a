package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationKind;
import io.slotkeeper.core.protocol.NodeView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an operation that has changed which nodes are in which shard waits for:
 *
 * <pre>
 * nodes have joined    each follows its primary, has finished its first copy, and may be promoted
 * nodes have left      each that answers is empty and knows nobody, or is registered no more
 * either               every node of the map that answers knows all nodes of the map, and no others
 * </pre>
 */
final class NodesAwaited {
    private final LoopContext context;

    NodesAwaited(LoopContext context) {
        this.context = context;
    }

    /** One clause; empty when there is nothing to wait for. */
    Optional<String> of(Operation operation) {
        return switch (operation.plan().kind()) {
            case MOVE, REBALANCE, DRAIN_SHARD, REVERT -> Optional.empty();
            case ADD_SHARD -> unacquainted();
            case ADD_REPLICA -> firstOf(joining(operation), unacquainted());
            case REMOVE_SHARD, REMOVE_REPLICA, FORGET_NODE -> firstOf(leaving(operation), unacquainted());
        };
    }

    private static Optional<String> firstOf(Optional<String> first, Optional<String> second) {
        return first.or(() -> second);
    }

    private Optional<String> joining(Operation operation) {
        return operation.plan().nodes().stream()
                .filter(node -> !hasJoined(node))
                .findFirst()
                .map(node -> node.agent() + " has yet to copy its primary");
    }

    private boolean hasJoined(Node node) {
        Optional<Shard> shard = context.state.map().shardOf(node.id());
        NodeSight sight = context.sight(node);
        boolean copied = shard.filter(s -> sight.follows(s.primary().id())
                                && sight.view().filter(NodeView::synced).isPresent())
                        .isPresent()
                && !context.state.upkeep().membership().joining().contains(node.id());
        boolean elsewhere = shard.isEmpty() || shard.get().primary().id().equals(node.id());
        return copied || elsewhere;
    }

    private Optional<String> leaving(Operation operation) {
        Stream<Node> nodes = operation.plan().kind() == OperationKind.REMOVE_SHARD
                ? context.state.upkeep().membership().retired().stream()
                        .flatMap(id -> Stream.ofNullable(context.state.nodes().get(id)))
                : operation.plan().nodes().stream()
                        .filter(node -> context.state.nodes().containsKey(node.id()));
        return nodes.filter(node -> context.state.map().shardOf(node.id()).isEmpty())
                .map(context::sight)
                .filter(sight -> sight.isUp() && !Formation.isFresh(sight))
                .findFirst()
                .map(sight -> sight.node().agent() + " has yet to leave the cluster");
    }

    /** Nodes forget those that have left, and meet those that have joined, a little later than the map. */
    private Optional<String> unacquainted() {
        List<Node> members =
                context.state.map().shards().stream().flatMap(Shard::nodes).toList();
        return members.stream()
                .map(context::sight)
                .filter(sight -> sight.isUp()
                        && sight.view()
                                .filter(view -> view.knownNodes() != members.size())
                                .isPresent())
                .findFirst()
                .map(sight -> sight.node().agent() + " has yet to meet or to forget nodes");
    }
}
