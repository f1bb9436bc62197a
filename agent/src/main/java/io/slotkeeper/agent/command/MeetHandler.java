package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.ClusterNodeLine;
import io.slotkeeper.agent.node.ClusterNodesReply;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.protocol.Endpoint;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import java.util.List;

/** Introduces the node to those it does not know at their address. Done when the introductions are sent. */
final class MeetHandler implements OrderHandler<Order.Meet> {
    private final NodeWatch node;
    private final HostResolver resolver;

    MeetHandler(NodeWatch node, HostResolver resolver) {
        this.node = node;
        this.resolver = resolver;
    }

    @Override
    public Future<Outcome> handle(Order.Meet order, Permit permit) {
        return node.refresh().compose(read -> resolver.resolve(order.peers())).compose(this::meet);
    }

    private Future<Outcome> meet(List<Endpoint> peers) {
        ClusterNodesReply known = node.clusterNodes().orElse(new ClusterNodesReply(List.of()));
        List<Request> requests = peers.stream()
                .filter(peer -> known.node(peer.id())
                        .filter(line -> isThere(line, peer))
                        .isEmpty())
                .map(peer -> Requests.of(
                        "CLUSTER",
                        "MEET",
                        peer.host(),
                        Integer.toString(peer.port()),
                        Integer.toString(peer.busPort())))
                .toList();
        return requests.isEmpty()
                ? Future.succeededFuture(Outcome.DONE)
                : node.run(requests).map(Outcome::ofReplies);
    }

    private static boolean isThere(ClusterNodeLine line, Endpoint peer) {
        return line.myself()
                || (line.known() && line.port() == peer.port() && line.host().equals(peer.host()));
    }
}
