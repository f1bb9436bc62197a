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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks for the memory of every key of some slots, a few at a time so that clients get their turn. */
final class ScanSlotsHandler implements OrderHandler<Order.ScanSlots> {
    private static final Command READONLY = Command.create("READONLY");
    private static final Command MEMORY = Command.create("MEMORY");
    private static final int CHUNK = 200;
    /** A slot with more keys than this is known well enough by so many. */
    private static final int MOST_KEYS_PER_SLOT = 100_000;

    private final NodeCommands node;

    ScanSlotsHandler(NodeCommands node) {
        this.node = node;
    }

    /** What was found so far. */
    private static final class Found {
        private final Map<Buffer, Integer> slots = new HashMap<>();
        private final List<Buffer> keys = new ArrayList<>();
        private final List<SlotRange> big = new ArrayList<>();
        private long bytes;
        private long biggest;

        ScanFigures figures() {
            return new ScanFigures(keys.size(), bytes, SlotSet.of(big), biggest);
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
                Reply keys = replies.get(i + 1);
                for (int k = 0; k < keys.size(); k++) {
                    Buffer key = keys.value().orElseThrow().get(k).toBuffer();
                    found.slots.put(key, slots[i]);
                    found.keys.add(key);
                }
            }
            return weigh(found, 0, order.bigKeyBytes());
        });
    }

    private Future<Outcome> weigh(Found found, int from, long bigKeyBytes) {
        if (from >= found.keys.size()) {
            return Future.succeededFuture(Outcome.DONE.with(found.figures().toMap()));
        }
        List<Buffer> keys = found.keys.subList(from, Math.min(found.keys.size(), from + CHUNK));
        return node.run(keys.stream().map(ScanSlotsHandler::usage).toList()).compose(replies -> {
            for (int i = 0; i < keys.size(); i++) {
                long bytes = replies.get(i).number();
                found.bytes += bytes;
                found.biggest = Math.max(found.biggest, bytes);
                if (bytes > bigKeyBytes) {
                    found.big.add(SlotRange.of(found.slots.get(keys.get(i))));
                }
            }
            return weigh(found, from + CHUNK, bigKeyBytes);
        });
    }

    /** {@code MEMORY USAGE}, which looks at a few elements of a collection. */
    static Request usage(Buffer key) {
        return Request.cmd(MEMORY).arg("USAGE").arg(key);
    }
}
