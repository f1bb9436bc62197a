package io.slotkeeper.agent.command;

import io.slotkeeper.agent.Credentials;
import io.slotkeeper.agent.node.InfoReply;
import io.slotkeeper.agent.node.NodeCommands;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.protocol.MoveFigures;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Request;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves keys out of the node until its time or its bound is over, or none is left. Then the node's replicas must have
 * received the deletions too: one that is promoted must not hold what clients have changed at the target since.
 */
final class MoveKeysHandler implements OrderHandler<Order.MoveKeys> {
    private static final String WAIT_MILLIS = "500";

    private final NodeCommands node;
    private final NodeWatch watch;
    private final Optional<Credentials> credentials;
    private final BatchSize batchSize = new BatchSize();
    private final Set<Buffer> leftovers = new HashSet<>();

    /** @param watch is told when the node will be silent for long */
    MoveKeysHandler(NodeCommands node, NodeWatch watch, Optional<Credentials> credentials) {
        this.watch = watch;
        this.node = node;
        this.credentials = credentials;
    }

    @Override
    public Future<Outcome> handle(Order.MoveKeys order, Permit permit) {
        MigrateCommand command = new MigrateCommand(order.target(), credentials);
        KeyMover mover = new KeyMover(node, command, order, batchSize, leftovers);
        Future<String> bigOnes = order.limits().bigKeyBytes() > 0
                ? new BigKeyMover(node, watch, command, order, leftovers).run()
                : Future.succeededFuture("");
        return bigOnes.compose(met -> met.isEmpty() ? mover.run() : Future.succeededFuture(met))
                .compose(problem -> problem.isEmpty() ? count(order, mover) : failed(problem, mover));
    }

    private static Future<Outcome> failed(String problem, KeyMover mover) {
        return Future.succeededFuture(
                Outcome.failed(problem).with(mover.figures(1).toMap()));
    }

    private Future<Outcome> count(Order.MoveKeys order, KeyMover mover) {
        return node.run(SlotCommands.count(order.slots())).compose(replies -> {
            Optional<Reply> refused = replies.stream().filter(Reply::isError).findFirst();
            if (refused.isPresent()) {
                return failed(
                        "the keys that are left cannot be counted: "
                                + refused.get().error(),
                        mover);
            }
            long left = replies.stream().mapToLong(reply -> reply.number()).sum();
            MoveFigures figures = mover.figures(left);
            return left > 0
                    ? Future.succeededFuture(Outcome.DONE.with(figures.toMap()))
                    : confirm().map(outcome -> outcome.with(figures.toMap()));
        });
    }

    private Future<Outcome> confirm() {
        return node.run(Requests.INFO_REPLICATION).compose(reply -> {
            boolean replicas = InfoReply.parse(reply.text()).onlineReplicas() > 0;
            return replicas
                    ? node.run(waitForOne()).map(MoveKeysHandler::confirmed)
                    : Future.succeededFuture(Outcome.DONE);
        });
    }

    private static Request waitForOne() {
        return Requests.of("WAIT", List.of("1", WAIT_MILLIS));
    }

    private static Outcome confirmed(Reply reply) {
        return reply.number() > 0
                ? Outcome.DONE
                : Outcome.failed("no replica of the node has confirmed the moved keys within " + WAIT_MILLIS + " ms");
    }
}
