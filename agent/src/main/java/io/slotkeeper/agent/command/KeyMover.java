package io.slotkeeper.agent.command;

import io.slotkeeper.agent.command.SlotCommands.Weighed;
import io.slotkeeper.agent.node.NodeCommands;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.core.protocol.MoveFigures;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One run through the slots of an order. Each turn is one pipeline: one {@code MIGRATE}, whose keys must be of one slot, then
 * the question for keys that are still to come, and what memory they take. Two turns are on their way at a time, so that the node finds the next
 * one when it has ended one; it serves its clients in between.
 */
final class KeyMover {
    /** Long before a blocked node would be taken for a hung one. */
    private static final long TIMEOUT_MILLIS = 400;

    private static final int TURNS = 2;
    /** Slots that are asked for their keys at once, and about how many keys: enough to go on with, and no long answer. */
    private static final int MOST_SLOTS = 32;

    private static final int KEYS_AT_ONCE = 1000;
    /** What a key is taken to need where it cannot be weighed. */
    private static final long UNKNOWN_BYTES = 4096;

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
    private final Promise<String> end = Promise.promise();
    private final long startNanos = System.nanoTime();
    private int turns;
    private boolean asking;
    private int expected = 1;
    private String problem = "";
    private long answeredNanos = System.nanoTime();
    /** Keys that were sent away. */
    private long sent;

    /** Of these, the ones that have arrived. */
    private long moved;

    private long movedBytes;
    private boolean scripts = true;

    private long longestMicros;

    /** Keys of one slot that are to be moved; or moved again. */
    private record Found(int slot, List<Weighed> keys, boolean again) {
        List<Buffer> names() {
            return keys.stream().map(Weighed::key).toList();
        }

        long bytes() {
            return keys.stream().mapToLong(Weighed::bytes).sum();
        }
    }

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
        goOn();
        return end.future();
    }

    private void goOn() {
        boolean more = true;
        while (more && turns < TURNS && !isOver()) {
            more = startTurn();
        }
        if (turns == 0) {
            end.tryComplete(problem);
        }
    }

    private boolean isOver() {
        boolean late = System.nanoTime() - startNanos >= order.limits().maxMillis() * 1_000_000;
        boolean enough = order.limits().maxKeys() > 0 && sent >= order.limits().maxKeys();
        return late || enough || !problem.isEmpty() || end.future().isComplete();
    }

    private boolean startTurn() {
        Optional<Found> batch = nextBatch();
        List<Integer> questions = nextQuestions();
        if (batch.isEmpty() && questions.isEmpty()) {
            return false;
        }
        List<Request> requests = new ArrayList<>();
        batch.ifPresent(part -> requests.add(command.of(part.names(), part.again(), TIMEOUT_MILLIS)));
        boolean weigh = scripts;
        questions.forEach(slot -> requests.add(
                weigh ? SlotCommands.weighedKeys(slot, KEYS_AT_ONCE) : SlotCommands.keys(slot, KEYS_AT_ONCE)));
        turns++;
        long begun = System.nanoTime();
        node.run(requests).onComplete(ended -> {
            turns--;
            if (ended.failed()) {
                end.tryFail(ended.cause());
                return;
            }
            List<Reply> replies = ended.result();
            batch.ifPresent(part -> account(part, replies.get(0), begun));
            answeredNanos = System.nanoTime();
            learn(questions, replies.subList(replies.size() - questions.size(), replies.size()), weigh);
            goOn();
        });
        return true;
    }

    private Optional<Found> nextBatch() {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        long room = BatchSize.MOST_KEYS;
        if (order.limits().maxKeys() > 0) {
            room = Math.min(room, order.limits().maxKeys() - sent);
        }
        Found next = found.removeFirst();
        int split = fitting(next.keys(), room);
        if (split < next.keys().size()) {
            found.addFirst(new Found(
                    next.slot(), next.keys().subList(split, next.keys().size()), next.again()));
            next = new Found(next.slot(), next.keys().subList(0, split), next.again());
        }
        sent += next.keys().size();
        return Optional.of(next);
    }

    private int fitting(List<Weighed> keys, long room) {
        long bytes = keys.get(0).bytes();
        int count = 1;
        while (count < Math.min(room, keys.size()) && bytes + keys.get(count).bytes() <= batchSize.bytes()) {
            bytes += keys.get(count).bytes();
            count++;
        }
        return count;
    }

    /** With the last of the keys that are known: the node answers when they have gone. */
    private List<Integer> nextQuestions() {
        List<Integer> questions = new ArrayList<>();
        if (found.isEmpty() && !asking) {
            while (questions.size() < expected && !slots.isEmpty()) {
                questions.add(slots.removeFirst());
            }
            asking = !questions.isEmpty();
        }
        return questions;
    }

    private void account(Found batch, Reply reply, long begunNanos) {
        String why = command.problem(reply);
        if (!why.isEmpty()) {
            if (MigrateCommand.isInterruption(reply)) {
                leftovers.addAll(batch.names());
            }
            problem = problem.isEmpty() ? why : problem;
            return;
        }
        batch.names().forEach(leftovers::remove);
        long bytes = batch.bytes();
        moved += batch.keys().size();
        movedBytes += bytes;
        // A turn that was sent behind another one began when that one ended.
        long micros = (System.nanoTime() - Math.max(begunNanos, answeredNanos)) / 1000;
        longestMicros = Math.max(longestMicros, micros);
        batchSize.took(bytes, micros, order.limits().maxBlockMillis() * 1000);
    }

    private void learn(List<Integer> questions, List<Reply> replies, boolean weighed) {
        if (questions.isEmpty()) {
            return;
        }
        asking = false;
        if (weighed && replies.stream().anyMatch(Reply::isError)) {
            scripts = false;
            questions.forEach(slots::addFirst);
            return;
        }
        int keys = 0;
        for (int i = 0; i < questions.size(); i++) {
            List<Weighed> some = weighed
                    ? SlotCommands.weighed(replies.get(i))
                    : SlotCommands.names(replies.get(i)).stream()
                            .map(name -> new Weighed(name, UNKNOWN_BYTES))
                            .toList();
            add(questions.get(i), some);
            keys += some.size();
            if (some.size() >= KEYS_AT_ONCE) {
                // There may be more: asked again when these have been sent away.
                slots.addFirst(questions.get(i));
            }
        }
        // So many slots as have about as many keys as may be asked for at once.
        expected = Math.max(1, Math.min(MOST_SLOTS, KEYS_AT_ONCE * questions.size() / Math.max(1, keys)));
    }

    private void add(int slot, List<Weighed> some) {
        Map<Boolean, List<Weighed>> parts =
                some.stream().collect(Collectors.partitioningBy(one -> leftovers.contains(one.key())));
        parts.forEach((again, keys) -> {
            if (!keys.isEmpty()) {
                found.addLast(new Found(slot, keys, again));
            }
        });
    }

    MoveFigures figures(long left) {
        return new MoveFigures(moved, movedBytes, left, longestMicros);
    }
}
