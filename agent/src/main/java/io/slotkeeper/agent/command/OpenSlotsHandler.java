package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.LooseEnds;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.OpenSlot;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.slot.SlotSet;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts the keys of slots, and closes slots that are open without need. Counting and closing are one transaction, so no key
 * can come in between; where there was one, the slot is opened again at once.
 */
final class OpenSlotsHandler {
    /** MULTI, COUNTKEYSINSLOT, SETSLOT, EXEC. */
    private static final int STEPS = 4;

    private final NodeWatch node;

    OpenSlotsHandler(NodeWatch node) {
        this.node = node;
    }

    Future<Outcome> count(Order.CountKeys order, Permit permit) {
        List<Request> requests =
                order.slots().stream().mapToObj(OpenSlotsHandler::countKeys).toList();
        return node.run(requests).map(replies -> {
            Outcome said = Outcome.ofReplies(replies);
            long keys = replies.stream().mapToLong(Reply::number).sum();
            return said.result() == Result.DONE ? Outcome.doneAt(keys) : said;
        });
    }

    Future<Outcome> close(Order.CloseSlots order, Permit permit) {
        return node.refresh().compose(read -> {
            List<OpenSlot> open = open(order.slots());
            return open.isEmpty() ? Future.succeededFuture(Outcome.DONE.read()) : close(open);
        });
    }

    private List<OpenSlot> open(SlotSet slots) {
        return node.state().view().map(NodeView::looseEnds).orElse(LooseEnds.NONE).openSlots().stream()
                .filter(open -> slots.contains(open.slot()))
                .toList();
    }

    private Future<Outcome> close(List<OpenSlot> open) {
        List<Request> requests = new ArrayList<>();
        for (OpenSlot slot : open) {
            requests.add(Requests.of("MULTI"));
            requests.add(countKeys(slot.slot()));
            requests.add(setSlot(slot.slot(), "STABLE"));
            requests.add(Requests.of("EXEC"));
        }
        return node.run(requests).compose(replies -> {
            List<OpenSlot> stranded = IntStream.range(0, open.size())
                    .filter(i -> open.get(i).direction() == OpenSlot.Direction.IMPORTING)
                    .filter(i -> keysBefore(replies.get(STEPS * i + STEPS - 1)) > 0)
                    .mapToObj(open::get)
                    .toList();
            return stranded.isEmpty()
                    ? node.refresh().map(read -> closed(open, replies))
                    : node.runAndRead(stranded.stream()
                                    .map(s -> setSlot(
                                            s.slot(), "IMPORTING", s.peer().hex()))
                                    .toList())
                            .map(again -> Outcome.failed("the node holds keys of slots that it does not own: "
                                            + slots(stranded) + "; they must be moved before the slots can be closed")
                                    .read());
        });
    }

    private Outcome closed(List<OpenSlot> asked, List<Reply> replies) {
        SlotSet left = slots(open(slots(asked)));
        if (left.isEmpty()) {
            return Outcome.DONE.read();
        }
        Outcome said = Outcome.ofReplies(replies);
        return said.text().isEmpty()
                ? Outcome.failed("slots " + left + " are still open afterwards").read()
                : said.read();
    }

    private static long keysBefore(Reply executed) {
        return executed.size() == 0 ? 0 : executed.element(0).number();
    }

    private static SlotSet slots(List<OpenSlot> open) {
        return SlotSet.ofSlots(open.stream().mapToInt(OpenSlot::slot));
    }

    private static Request countKeys(int slot) {
        return Requests.of("CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot));
    }

    private static Request setSlot(int slot, String... state) {
        List<String> words = new ArrayList<>(List.of("SETSLOT", Integer.toString(slot)));
        words.addAll(List.of(state));
        return Requests.of("CLUSTER", words);
    }
}
