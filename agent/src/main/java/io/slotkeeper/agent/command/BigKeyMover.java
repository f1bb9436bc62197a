package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeCommands;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the big keys of slots, before the others: one at a time, and with all the time that it needs. The node is blocked
 * meanwhile, so it is excused from answering.
 */
final class BigKeyMover {
    private static final Logger LOG = LoggerFactory.getLogger(BigKeyMover.class);
    private static final int MOST_KEYS = 100_000;
    private static final long LEAST_MILLIS = 2_000;
    /** Serializing, sending, restoring and replicating together are faster than this. */
    private static final long BYTES_PER_MILLI = 5_000;

    private final NodeCommands node;
    private final NodeWatch watch;
    private final MigrateCommand command;
    private final Order.MoveKeys order;
    private final Set<Buffer> leftovers;

    BigKeyMover(
            NodeCommands node, NodeWatch watch, MigrateCommand command, Order.MoveKeys order, Set<Buffer> leftovers) {
        this.node = node;
        this.watch = watch;
        this.command = command;
        this.order = order;
        this.leftovers = leftovers;
    }

    /** A key and the memory that it takes. */
    private record Big(Buffer key, long bytes) {}

    /** Completes with what went wrong, empty when nothing did. */
    Future<String> run() {
        return node.run(order.slots().stream()
                        .mapToObj(slot -> SlotCommands.keys(slot, MOST_KEYS))
                        .toList())
                .compose(replies -> {
                    List<Buffer> keys = new ArrayList<>();
                    for (Reply reply : replies) {
                        keys.addAll(SlotCommands.names(reply));
                    }
                    return weigh(keys);
                });
    }

    private Future<String> weigh(List<Buffer> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture("");
        }
        return node.run(keys.stream().map(ScanSlotsHandler::usage).toList()).compose(replies -> {
            List<Big> big = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                if (replies.get(i).number() > order.limits().bigKeyBytes()) {
                    big.add(new Big(keys.get(i), replies.get(i).number()));
                }
            }
            return move(big, 0);
        });
    }

    private Future<String> move(List<Big> big, int index) {
        if (index >= big.size()) {
            return Future.succeededFuture("");
        }
        Big next = big.get(index);
        long millis = LEAST_MILLIS + next.bytes() / BYTES_PER_MILLI;
        LOG.info("Moving a key of {} bytes blocks the node for up to {} ms", next.bytes(), millis);
        watch.excuse(millis);
        boolean again = leftovers.contains(next.key());
        return node.run(List.of(command.of(List.of(next.key()), again, millis)))
                .onComplete(done -> watch.expectAnswers())
                .compose(replies -> {
                    if (MigrateCommand.isInterruption(replies.get(0))) {
                        leftovers.add(next.key());
                    }
                    String problem = command.problem(replies.get(0));
                    return problem.isEmpty() ? move(big, index + 1) : Future.succeededFuture(problem);
                });
    }
}
