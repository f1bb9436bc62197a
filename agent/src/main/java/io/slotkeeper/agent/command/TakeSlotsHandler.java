package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.slot.SlotSet;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Optional;

/**
 * Makes the node the owner of slots whose owner is gone: {@code CLUSTER BUMPEPOCH}, so that every other node believes it from
 * the first slot on, the former owner too should it come back in the middle; then {@code CLUSTER SETSLOT … NODE} for each.
 */
final class TakeSlotsHandler implements OrderHandler<Order.TakeSlots> {
    private static final int BATCH = 500;

    private final NodeWatch node;

    TakeSlotsHandler(NodeWatch node) {
        this.node = node;
    }

    @Override
    public Future<Outcome> handle(Order.TakeSlots order, Permit permit) {
        return node.refresh().compose(read -> {
            Optional<NodeView> view = node.state().view().filter(v -> v.role() == NodeRole.PRIMARY);
            if (view.isEmpty()) {
                return Future.succeededFuture(
                        Outcome.failed("the node is no primary, so it can own no slots; order it to its primary")
                                .read());
            }
            SlotSet missing = order.slots().minus(view.get().slots());
            return missing.isEmpty()
                    ? Future.succeededFuture(Outcome.DONE.read())
                    : node.run(Requests.of("CLUSTER", "BUMPEPOCH"))
                            .compose(bumped -> take(
                                    view.get().id(), missing.stream().boxed().toList()))
                            .compose(taken -> node.refresh())
                            .map(refreshed -> verified(order));
        });
    }

    /** Batch after batch: the connection takes only so many commands at once. */
    private Future<Void> take(NodeId self, List<Integer> slots) {
        if (slots.isEmpty()) {
            return Future.succeededFuture();
        }
        int size = Math.min(BATCH, slots.size());
        List<Request> requests = slots.subList(0, size).stream()
                .map(slot -> Requests.of("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", self.hex()))
                .toList();
        return node.run(requests).compose(replies -> take(self, slots.subList(size, slots.size())));
    }

    private Outcome verified(Order.TakeSlots order) {
        SlotSet owned = node.state().view().map(NodeView::slots).orElse(SlotSet.empty());
        return owned.containsAll(order.slots())
                ? Outcome.DONE.read()
                : Outcome.failed("the node does not own " + order.slots().minus(owned) + " afterwards")
                        .read();
    }
}
