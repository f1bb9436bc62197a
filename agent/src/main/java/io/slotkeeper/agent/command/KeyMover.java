package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeCommands;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.core.protocol.MoveFigures;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One run through the slots of an order. Each turn is one pipeline: {@code MIGRATE} of the keys that are known, one for each
 * slot since its keys must be of one slot, then {@code GETKEYSINSLOT} for the keys of the next turn. The node executes them
 * without a pause between, so a turn holds no more keys than one batch may.
 */
final class KeyMover {
    /** Long before a blocked node would be taken for a hung one. */
    private static final long TIMEOUT_MILLIS = 400;

    private static final int MOST_SLOTS = 64;

    private final NodeCommands node;
    private final MigrateCommand command;
    private final Order.MoveKeys order;
    private final BatchSize batchSize;
    /**
     * Keys of batches that were interrupted: the target may hold copies of them. The node still holds them itself, so it has sent no
     * client to the target for them, and its own are the ones that count.
     */
    private final Set<Buffer> leftovers;

    private final Deque<Integer> slots = new ArrayDeque<>();
    private final Deque<Found> found = new ArrayDeque<>();
    private final long startNanos = System.nanoTime();
    private int asked = 8;
    private long moved;
    private long longestMicros;

    /** Keys of one slot that are to be moved; or moved again. */
    private record Found(int slot, List<Buffer> keys, boolean again) {}

    KeyMover(
            NodeCommands node,
            MigrateCommand command,
            Order.MoveKeys order,
            BatchSize batchSize,
            Set<Buffer> leftovers) {
        this.node = node;
        this.command = command;
        this.order = order;
        this.batchSize = batchSize;
        this.leftovers = leftovers;
        order.slots().stream().forEach(slots::addLast);
    }

    /** Completes with what went wrong, empty when nothing did. Fails when the node is lost. */
    Future<String> run() {
        List<Found> batch = nextBatch();
        List<Integer> questions = nextQuestions();
        if (isOver() || (batch.isEmpty() && questions.isEmpty())) {
            return Future.succeededFuture("");
        }
        List<Request> requests = new ArrayList<>();
        batch.forEach(part -> requests.add(command.of(part.keys(), part.again(), TIMEOUT_MILLIS)));
        int limit = Math.max(1, batchSize.keys());
        questions.forEach(slot -> requests.add(SlotCommands.keys(slot, limit)));
        long sent = System.nanoTime();
        return node.run(requests).compose(replies -> {
            String problem = account(batch, replies.subList(0, batch.size()), (System.nanoTime() - sent) / 1000);
            if (!problem.isEmpty()) {
                return Future.succeededFuture(problem);
            }
            learn(questions, replies.subList(batch.size(), replies.size()), limit);
            return run();
        });
    }

    private boolean isOver() {
        boolean late = System.nanoTime() - startNanos >= order.limits().maxMillis() * 1_000_000;
        return late || (order.limits().maxKeys() > 0 && moved >= order.limits().maxKeys());
    }

    private List<Found> nextBatch() {
        List<Found> batch = new ArrayList<>();
        long room = batchSize.keys();
        if (order.limits().maxKeys() > 0) {
            room = Math.min(room, order.limits().maxKeys() - moved);
        }
        while (room > 0 && !found.isEmpty()) {
            Found next = found.removeFirst();
            if (next.keys().size() > room) {
                int split = (int) room;
                found.addFirst(new Found(
                        next.slot(), next.keys().subList(split, next.keys().size()), next.again()));
                next = new Found(next.slot(), next.keys().subList(0, split), next.again());
            }
            batch.add(next);
            room -= next.keys().size();
        }
        return batch;
    }

    private List<Integer> nextQuestions() {
        List<Integer> questions = new ArrayList<>();
        if (found.isEmpty()) {
            for (int i = 0; i < asked && !slots.isEmpty(); i++) {
                questions.add(slots.removeFirst());
            }
        }
        return questions;
    }

    private String account(List<Found> batch, List<Reply> replies, long micros) {
        String problem = "";
        int keys = 0;
        for (int i = 0; i < batch.size(); i++) {
            String why = command.problem(replies.get(i));
            if (why.isEmpty()) {
                keys += batch.get(i).keys().size();
                leftovers.removeAll(batch.get(i).keys());
            } else {
                if (MigrateCommand.isInterruption(replies.get(i))) {
                    leftovers.addAll(batch.get(i).keys());
                }
                problem = problem.isEmpty() ? why : problem;
            }
        }
        moved += keys;
        if (keys > 0) {
            longestMicros = Math.max(longestMicros, micros);
            batchSize.took(keys, micros, order.limits().maxBlockMillis() * 1000);
        }
        return problem;
    }

    private void learn(List<Integer> questions, List<Reply> replies, int limit) {
        int keys = 0;
        for (int i = 0; i < questions.size(); i++) {
            Reply reply = replies.get(i);
            List<Buffer> names = new ArrayList<>();
            for (int k = 0; k < reply.size(); k++) {
                names.add(reply.value().orElseThrow().get(k).toBuffer());
            }
            add(questions.get(i), names);
            keys += names.size();
            if (names.size() >= limit) {
                // There may be more: asked again when these have gone.
                slots.addFirst(questions.get(i));
            }
        }
        if (!questions.isEmpty()) {
            // So many slots as fill about one batch.
            int perSlot = Math.max(1, keys / questions.size());
            asked = Math.max(1, Math.min(MOST_SLOTS, batchSize.keys() / perSlot + 1));
        }
    }

    private void add(int slot, List<Buffer> names) {
        Map<Boolean, List<Buffer>> parts = names.stream().collect(Collectors.partitioningBy(leftovers::contains));
        parts.forEach((again, keys) -> {
            if (!keys.isEmpty()) {
                found.addLast(new Found(slot, keys, again));
            }
        });
    }

    MoveFigures figures(long left) {
        return new MoveFigures(moved, 0, left, longestMicros);
    }
}
