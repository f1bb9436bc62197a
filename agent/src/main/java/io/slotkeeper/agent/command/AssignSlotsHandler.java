package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.ClusterNodeLine;
import io.slotkeeper.agent.node.ClusterNodesReply;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.agent.node.ServerVersion;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.slot.SlotSet;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the node the owner of slots that nobody owns. */
final class AssignSlotsHandler implements OrderHandler<Order.AssignSlots> {
    private static final int CHUNK = 1_024;

    private final NodeWatch node;
    private final ShortRejoin shortRejoin;

    AssignSlotsHandler(NodeWatch node, ShortRejoin shortRejoin) {
        this.node = node;
        this.shortRejoin = shortRejoin;
    }

    @Override
    public Future<Outcome> handle(Order.AssignSlots order, Permit permit) {
        return node.refresh().compose(read -> {
            Optional<NodeView> view = node.state().view();
            Optional<ClusterNodesReply> nodes = node.clusterNodes();
            if (view.isEmpty() || nodes.isEmpty()) {
                return Future.succeededFuture(Outcome.failed(
                        "the node cannot be used: " + node.state().problem().text()));
            }
            SlotSet missing = order.slots().minus(view.get().slots());
            Optional<String> obstacle = obstacle(view.get(), nodes.get(), missing);
            if (missing.isEmpty() || obstacle.isPresent()) {
                return Future.succeededFuture(obstacle.map(Outcome::failed).orElse(Outcome.DONE));
            }
            return assign(order, missing, view.get());
        });
    }

    private static Optional<String> obstacle(NodeView view, ClusterNodesReply nodes, SlotSet missing) {
        if (view.role() == NodeRole.REPLICA) {
            return Optional.of("the node is a replica; only a primary can own slots");
        }
        if (view.slots().isEmpty() && view.keys() > 0) {
            return Optional.of(
                    "the node holds " + view.keys() + " keys but owns no slots; empty it with FLUSHALL first");
        }
        return nodes.lines().stream()
                .filter(line -> !line.myself() && line.slots().intersects(missing))
                .findFirst()
                .map(AssignSlotsHandler::taken);
    }

    private static String taken(ClusterNodeLine owner) {
        return "node " + owner.id().abbreviated() + " owns some of these slots (" + owner.slots()
                + "); only slots without an owner can be assigned";
    }

    private Future<Outcome> assign(Order.AssignSlots order, SlotSet missing, NodeView view) {
        List<Request> requests = new ArrayList<>();
        boolean epoch = view.configEpoch() == 0 && order.configEpoch() > 0;
        if (epoch) {
            // Refused when the node knows others already or has an epoch: then Redis settles it by itself.
            requests.add(Requests.of("CLUSTER", "SET-CONFIG-EPOCH", Long.toString(order.configEpoch())));
        }
        boolean ranges = ServerVersion.parse(view.serverVersion()).atLeast(7, 0);
        requests.addAll(ranges ? addRanges(missing) : addChunks(missing));
        boolean alone = view.knownNodes() <= 1;
        return (alone ? shortRejoin.run(requests) : node.run(requests))
                .map(replies -> Outcome.ofReplies(replies.subList(epoch ? 1 : 0, replies.size())))
                .compose(outcome -> node.refresh().map(read -> verified(order.slots(), outcome)));
    }

    private Outcome verified(SlotSet slots, Outcome outcome) {
        SlotSet missing = slots.minus(node.state().view().map(NodeView::slots).orElse(SlotSet.empty()));
        if (missing.isEmpty()) {
            return Outcome.DONE.read();
        }
        return outcome.text().isEmpty()
                ? Outcome.failed("the node does not own " + missing + " afterwards")
                        .read()
                : outcome.read();
    }

    private static List<Request> addRanges(SlotSet slots) {
        List<String> words = new ArrayList<>(List.of("ADDSLOTSRANGE"));
        slots.ranges().forEach(range -> {
            words.add(Integer.toString(range.first()));
            words.add(Integer.toString(range.last()));
        });
        return List.of(Requests.of("CLUSTER", words));
    }

    private static List<Request> addChunks(SlotSet slots) {
        List<String> all = slots.stream().mapToObj(Integer::toString).toList();
        List<Request> requests = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<String> words = new ArrayList<>(List.of("ADDSLOTS"));
            words.addAll(all.subList(from, Math.min(all.size(), from + CHUNK)));
            requests.add(Requests.of("CLUSTER", words));
        }
        return requests;
    }
}
