package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.ClusterNodesReply;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import java.util.Optional;

/** Makes the node a replica of a primary that it knows. */
final class FollowHandler implements OrderHandler<Order.Follow> {
    private final NodeWatch node;

    FollowHandler(NodeWatch node) {
        this.node = node;
    }

    @Override
    public Future<Outcome> handle(Order.Follow order, Permit permit) {
        return node.refresh().compose(read -> {
            if (follows(order.primary())) {
                return Future.succeededFuture(Outcome.DONE.read());
            }
            Optional<String> obstacle = obstacle(order.primary());
            return obstacle.isPresent()
                    ? Future.succeededFuture(Outcome.failed(obstacle.get()).read())
                    : follow(order.primary());
        });
    }

    private Future<Outcome> follow(NodeId primary) {
        return node.run(Requests.of("CLUSTER", "REPLICATE", primary.hex()))
                .compose(reply -> node.refresh().map(read -> verified(primary, reply.error())));
    }

    private Outcome verified(NodeId primary, String error) {
        if (follows(primary)) {
            return Outcome.DONE.read();
        }
        String why = error.isEmpty() ? "it follows another primary afterwards" : error;
        return Outcome.failed("the node does not follow " + primary.abbreviated() + ": " + why)
                .read();
    }

    private boolean follows(NodeId primary) {
        return node.state()
                .view()
                .filter(view -> view.role() == NodeRole.REPLICA)
                .flatMap(NodeView::primary)
                .filter(primary::equals)
                .isPresent();
    }

    private Optional<String> obstacle(NodeId primary) {
        Optional<NodeView> view = node.state().view();
        Optional<ClusterNodesReply> nodes = node.clusterNodes();
        if (view.isEmpty() || nodes.isEmpty()) {
            return Optional.of(
                    "the node cannot be used: " + node.state().problem().text());
        }
        if (view.get().id().equals(primary)) {
            return Optional.of("the node cannot follow itself; order another primary");
        }
        if (nodes.get().node(primary).isEmpty()) {
            return Optional.of(
                    "the node does not know " + primary.abbreviated() + " yet; introduce them with Meet and try again");
        }
        if (view.get().role() == NodeRole.PRIMARY && !view.get().slots().isEmpty()) {
            return Optional.of("the node is a primary and owns slots "
                    + view.get().slots() + "; Redis makes only a primary without slots and keys a replica");
        }
        if (view.get().role() == NodeRole.PRIMARY && view.get().keys() > 0) {
            return Optional.of("the node is a primary and holds " + view.get().keys()
                    + " keys; Redis makes only a primary without slots and keys a replica");
        }
        return Optional.empty();
    }
}
