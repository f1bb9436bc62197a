package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Takes the node out of its cluster. Data that might be the only copy stays: a primary with keys is left as it is. */
final class RetireHandler implements OrderHandler<Order.Retire> {
    private final NodeWatch node;

    RetireHandler(NodeWatch node) {
        this.node = node;
    }

    @Override
    public Future<Outcome> handle(Order.Retire order, Permit permit) {
        return node.refresh().compose(read -> {
            Optional<NodeView> view = node.state().view();
            if (view.isEmpty()) {
                return refused(
                        "the node cannot be used: " + node.state().problem().text());
            }
            if (isAlone(view.get())) {
                return Future.succeededFuture(Outcome.DONE.read());
            }
            boolean primary = view.get().role() == NodeRole.PRIMARY;
            if (primary && !view.get().slots().isEmpty()) {
                return refused("the node owns slots " + view.get().slots());
            }
            if (primary && view.get().keys() > 0) {
                return refused("the node is a primary and holds " + view.get().keys()
                        + " keys; look at them, and delete them with FLUSHALL if nobody needs them");
            }
            return reset();
        });
    }

    private Future<Outcome> reset() {
        return node.runAndRead(List.of(Requests.of("CLUSTER", "RESET", "SOFT")))
                .map(replies ->
                        node.state().view().filter(RetireHandler::isAlone).isPresent()
                                ? Outcome.DONE.read()
                                : Outcome.ofReplies(replies).read());
    }

    private static boolean isAlone(NodeView view) {
        return view.role() == NodeRole.PRIMARY && view.slots().isEmpty() && view.keys() == 0 && view.knownNodes() <= 1;
    }

    private static Future<Outcome> refused(String why) {
        return Future.succeededFuture(Outcome.failed(why).read());
    }
}
