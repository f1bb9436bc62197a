package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.InfoReply;
import io.slotkeeper.agent.node.NodeCommands;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.agent.node.Requests;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Predicate;

/** Asks for {@code INFO replication} again and again, about every millisecond. */
final class Polling {
    private final Vertx vertx;
    private final NodeCommands node;

    Polling(Vertx vertx, NodeCommands node) {
        this.vertx = vertx;
        this.node = node;
    }

    /**
     * Polls at least once.
     *
     * @return the first answer that fits, or the last one when the time is over
     */
    Future<InfoReply> until(Predicate<InfoReply> fits, long nanos) {
        long start = System.nanoTime();
        return node.run(Requests.INFO_REPLICATION).map(Polling::parse).compose(info -> {
            long left = nanos - (System.nanoTime() - start);
            if (fits.test(info) || left <= 0) {
                return Future.succeededFuture(info);
            }
            return vertx.timer(1).compose(tick -> until(fits, left - 1_000_000));
        });
    }

    private static InfoReply parse(Reply reply) {
        return InfoReply.parse(reply.text());
    }
}
