package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.slot.SlotSet;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Takes slots and keys from a node that takes itself for a primary. The slots go first: a node without slots accepts no
 * more writes, so no key comes after the flush. A fence would refuse the flush, and is not needed any more by then.
 */
final class YieldHandler implements OrderHandler<Order.Yield> {
    private static final int CHUNK = 1_024;

    private final NodeWatch node;
    private final WriteFence fence;

    YieldHandler(NodeWatch node, WriteFence fence) {
        this.node = node;
        this.fence = fence;
    }

    @Override
    public Future<Outcome> handle(Order.Yield order, Permit permit) {
        return node.refresh().compose(read -> step(view -> !view.slots().isEmpty(), this::giveUpSlots)
                .compose(slots -> slots.result() == Outcome.DONE.result()
                        ? step(view -> view.keys() > 0, view -> giveUpKeys(permit))
                        : Future.succeededFuture(slots)));
    }

    /** Does something to a primary that needs it; a replica has yielded already. */
    private Future<Outcome> step(Predicate<NodeView> needed, Function<NodeView, Future<Outcome>> work) {
        Optional<NodeView> view = node.state().view();
        if (view.isEmpty()) {
            return Future.succeededFuture(Outcome.failed(
                    "the node cannot be used: " + node.state().problem().text()));
        }
        return view.get().role() == NodeRole.PRIMARY && needed.test(view.get())
                ? work.apply(view.get())
                : Future.succeededFuture(Outcome.DONE.read());
    }

    private Future<Outcome> giveUpSlots(NodeView before) {
        return node.runAndRead(deleteSlots(before.slots()))
                .map(replies -> left(view -> view.slots().isEmpty(), "owns slots", Outcome.ofReplies(replies)));
    }

    private Future<Outcome> giveUpKeys(Permit permit) {
        return fence.unfence(new Order.Unfence(), permit)
                .compose(lifted -> node.runAndRead(List.of(Requests.of("FLUSHALL"))))
                .map(replies -> left(view -> view.keys() == 0, "holds keys", Outcome.ofReplies(replies)));
    }

    /** What the node is afterwards counts: gossip may have made it a replica meanwhile, and its refusal harmless. */
    private Outcome left(Predicate<NodeView> gone, String what, Outcome said) {
        boolean reached = node.state()
                .view()
                .filter(view -> view.role() == NodeRole.REPLICA || gone.test(view))
                .isPresent();
        if (reached) {
            return Outcome.DONE.read();
        }
        return said.text().isEmpty()
                ? Outcome.failed("the node still " + what + " afterwards").read()
                : said.read();
    }

    private static List<Request> deleteSlots(SlotSet slots) {
        List<String> all = slots.stream().mapToObj(Integer::toString).toList();
        List<Request> requests = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<String> words = new ArrayList<>(List.of("DELSLOTS"));
            words.addAll(all.subList(from, Math.min(all.size(), from + CHUNK)));
            requests.add(Requests.of("CLUSTER", words));
        }
        return requests;
    }
}
