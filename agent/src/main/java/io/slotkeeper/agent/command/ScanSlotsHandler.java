package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeCommands;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ScanFigures;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Asks for the memory of every key of some slots, a few at a time so that clients get their turn: by a script that adds up
 * at the node, or, where the agent's user may run none, key by key.
 */
final class ScanSlotsHandler implements OrderHandler<Order.ScanSlots> {
    private static final Command READONLY = Command.create("READONLY");
    private static final Command MEMORY = Command.create("MEMORY");
    private static final Command EVAL = Command.create("EVAL");
    /** Replies with the sum and the largest. */
    private static final String WEIGH = "local sum, most = 0, 0 "
            + "for i = 1, #KEYS do "
            + "local bytes = redis.call('MEMORY', 'USAGE', KEYS[i]) "
            + "if bytes then sum = sum + bytes; if bytes > most then most = bytes end end "
            + "end "
            + "return {sum, most}";

    /** Keys that are weighed without a pause. */
    private static final int CHUNK = 500;
    /** A slot with more keys than this is known well enough by so many. */
    private static final int MOST_KEYS_PER_SLOT = 100_000;

    private final NodeCommands node;
    private boolean scripts = true;

    ScanSlotsHandler(NodeCommands node) {
        this.node = node;
    }

    /** Keys of one slot. */
    private record Part(int slot, List<Buffer> keys) {}

    /** What was found so far. */
    private static final class Found {
        private final Deque<Part> waiting = new ArrayDeque<>();
        private final List<SlotRange> big = new ArrayList<>();
        private long keys;
        private long bytes;
        private long biggest;

        void add(int slot, long sum, long most, long bigKeyBytes) {
            bytes += sum;
            biggest = Math.max(biggest, most);
            if (most > bigKeyBytes) {
                big.add(SlotRange.of(slot));
            }
        }

        ScanFigures figures() {
            return new ScanFigures(keys, bytes, SlotSet.of(big), biggest);
        }
    }

    @Override
    public Future<Outcome> handle(Order.ScanSlots order, Permit permit) {
        Found found = new Found();
        int[] slots = order.slots().stream().toArray();
        List<Request> questions = new ArrayList<>();
        // A replica answers for its primary's keys only when it is asked to.
        questions.add(Request.cmd(READONLY));
        order.slots().stream().forEach(slot -> questions.add(SlotCommands.keys(slot, MOST_KEYS_PER_SLOT)));
        return node.run(questions).compose(replies -> {
            for (int i = 0; i < slots.length; i++) {
                List<Buffer> keys = SlotCommands.names(replies.get(i + 1));
                found.keys += keys.size();
                for (int from = 0; from < keys.size(); from += CHUNK) {
                    found.waiting.add(new Part(slots[i], keys.subList(from, Math.min(keys.size(), from + CHUNK))));
                }
            }
            return weigh(found, order.bigKeyBytes());
        });
    }

    private Future<Outcome> weigh(Found found, long bigKeyBytes) {
        if (found.waiting.isEmpty()) {
            return Future.succeededFuture(Outcome.DONE.with(found.figures().toMap()));
        }
        List<Part> parts = nextParts(found.waiting);
        List<Request> requests = scripts
                ? parts.stream().map(ScanSlotsHandler::script).toList()
                : parts.stream()
                        .flatMap(part -> part.keys().stream())
                        .map(ScanSlotsHandler::usage)
                        .toList();
        return node.run(requests).compose(replies -> {
            if (scripts && replies.stream().anyMatch(Reply::isError)) {
                scripts = false;
                for (int i = parts.size() - 1; i >= 0; i--) {
                    found.waiting.addFirst(parts.get(i));
                }
            } else if (scripts) {
                for (int i = 0; i < parts.size(); i++) {
                    Reply sums = replies.get(i);
                    found.add(
                            parts.get(i).slot(),
                            sums.element(0).number(),
                            sums.element(1).number(),
                            bigKeyBytes);
                }
            } else {
                addOneByOne(found, parts, replies, bigKeyBytes);
            }
            return weigh(found, bigKeyBytes);
        });
    }

    private static List<Part> nextParts(Deque<Part> waiting) {
        List<Part> parts = new ArrayList<>();
        int keys = 0;
        while (!waiting.isEmpty()
                && (parts.isEmpty() || keys + waiting.peekFirst().keys().size() <= CHUNK)) {
            keys += waiting.peekFirst().keys().size();
            parts.add(waiting.removeFirst());
        }
        return parts;
    }

    private static void addOneByOne(Found found, List<Part> parts, List<Reply> replies, long bigKeyBytes) {
        int next = 0;
        for (Part part : parts) {
            for (int i = 0; i < part.keys().size(); i++) {
                long bytes = replies.get(next++).number();
                found.add(part.slot(), bytes, bytes, bigKeyBytes);
            }
        }
    }

    private static Request script(Part part) {
        Request request = Request.cmd(EVAL).arg(WEIGH).arg(part.keys().size());
        part.keys().forEach(request::arg);
        return request;
    }

    /** {@code MEMORY USAGE}, which looks at a few elements of a collection. */
    static Request usage(Buffer key) {
        return Request.cmd(MEMORY).arg("USAGE").arg(key);
    }
}
