package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.core.migrate.KeysLeft;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.SlotMark;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells a primary what to believe about slots. A replica believes what it hears from primaries only, so there it is waited
 * for.
 */
final class SetSlotsHandler implements OrderHandler<Order.SetSlots> {
    private static final long LONGEST_WAIT_NANOS = 2_000_000_000L;
    private static final long POLL_MILLIS = 5;
    private static final String HOLDS_KEYS = "still hold keys";

    private final Vertx vertx;
    private final NodeWatch node;

    SetSlotsHandler(Vertx vertx, NodeWatch node) {
        this.vertx = vertx;
        this.node = node;
    }

    @Override
    public Future<Outcome> handle(Order.SetSlots order, Permit permit) {
        Future<Outcome> done = Future.succeededFuture(Outcome.DONE);
        for (SlotMark mark : order.marks()) {
            done = done.compose(before -> before.text().isEmpty() ? set(mark) : Future.succeededFuture(before));
        }
        return done;
    }

    private Future<Outcome> set(SlotMark mark) {
        Optional<NodeView> view = node.state().view();
        boolean replica = view.filter(v -> v.role() == NodeRole.REPLICA).isPresent();
        boolean own = view.filter(v -> v.id().equals(mark.node())).isPresent();
        if (replica) {
            return mark.kind() == SlotMark.Kind.NODE
                    ? hear(mark, System.nanoTime())
                    : Future.succeededFuture(Outcome.failed("the node is a replica; slots are marked on primaries"));
        }
        return mark.kind() == SlotMark.Kind.STABLE && !own ? giveUp(mark) : tell(mark);
    }

    private Future<Outcome> tell(SlotMark mark) {
        List<Request> requests = new ArrayList<>();
        mark.slots().stream().forEach(slot -> requests.addAll(SlotCommands.set(mark.kind(), slot, mark.node())));
        return node.runAndRead(requests).map(replies -> outcome(mark, replies).read());
    }

    private static Outcome outcome(SlotMark mark, List<Reply> replies) {
        int perSlot = replies.size() / mark.slots().size();
        int[] slots = mark.slots().stream().toArray();
        for (int i = 0; i < replies.size(); i++) {
            Reply reply = replies.get(i);
            if (reply.isError()) {
                int slot = slots[i / perSlot];
                return Outcome.failed(
                        reply.error().contains(HOLDS_KEYS)
                                ? KeysLeft.say(slot)
                                : "the node refused to set slot " + slot + ": " + reply.error());
            }
        }
        return Outcome.DONE;
    }

    /** Not when a client has created a key on its way to the target. */
    private Future<Outcome> giveUp(SlotMark mark) {
        int[] slots = mark.slots().stream().toArray();
        List<Request> counts = SlotCommands.count(mark.slots());
        return node.run(counts).compose(replies -> {
            for (int i = 0; i < slots.length; i++) {
                if (replies.get(i).number() > 0) {
                    return Future.succeededFuture(Outcome.failed(KeysLeft.say(slots[i])));
                }
            }
            return tell(mark);
        });
    }

    private Future<Outcome> hear(SlotMark mark, long since) {
        return node.refresh().compose(read -> {
            if (believes(mark)) {
                return Future.succeededFuture(Outcome.DONE.read());
            }
            if (System.nanoTime() - since > LONGEST_WAIT_NANOS) {
                return Future.succeededFuture(
                        Outcome.failed("the replica has not heard yet that " + mark.node() + " owns the slots"));
            }
            return vertx.timer(POLL_MILLIS).compose(tick -> hear(mark, since));
        });
    }

    private boolean believes(SlotMark mark) {
        return node.clusterNodes()
                .flatMap(nodes -> nodes.node(mark.node()))
                .filter(line -> line.slots().containsAll(mark.slots()))
                .isPresent();
    }
}
