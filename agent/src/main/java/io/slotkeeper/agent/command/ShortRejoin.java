package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.protocol.NodeView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a node its first slots without the pause that Redis puts before its first write. A primary that was in a minority,
 * as every node without slots is, refuses writes for as long as its node timeout, but for 5 s at most (Redis'
 * {@code clusterUpdateState}). While the node knows nobody else a short node timeout can do no harm: nobody is there to be
 * taken for failed. It is set back before the node meets others.
 */
final class ShortRejoin {
    private static final String NODE_TIMEOUT = "cluster-node-timeout";
    /** The shortest pause that Redis makes. */
    private static final String SHORT_MILLIS = "500";

    private static final long LONGEST_WAIT_NANOS = 2_500_000_000L;
    private static final long POLL_MILLIS = 20;

    private final Vertx vertx;
    private final NodeWatch node;

    ShortRejoin(Vertx vertx, NodeWatch node) {
        this.vertx = vertx;
        this.node = node;
    }

    /** Runs the requests and waits until the node accepts writes, or the time is over; completes with their replies. */
    Future<List<Reply>> run(List<Request> requests) {
        List<Request> all = new ArrayList<>();
        all.add(Requests.of("CONFIG", "GET", NODE_TIMEOUT));
        all.add(Requests.configSet(NODE_TIMEOUT, SHORT_MILLIS));
        all.addAll(requests);
        return node.run(all).compose(replies -> {
            String former = replies.get(0).element(1).text();
            return awaitWritable(System.nanoTime())
                    .transform(waited -> node.run(List.of(Requests.configSet(NODE_TIMEOUT, former))))
                    .map(restored -> replies.subList(2, replies.size()));
        });
    }

    private Future<Void> awaitWritable(long since) {
        return node.refresh().compose(read -> {
            boolean writable = node.state().view().filter(NodeView::clusterOk).isPresent();
            return writable || System.nanoTime() - since > LONGEST_WAIT_NANOS
                    ? Future.succeededFuture()
                    : vertx.timer(POLL_MILLIS).compose(tick -> awaitWritable(since));
        });
    }
}
