package io.slotkeeper.agent.node;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import java.util.List;

/** Sends commands to the node. Called and completed on the agent's event loop. */
@FunctionalInterface
public interface NodeCommands {
    /**
     * Sends all requests at once. They are executed in order, and nothing of this agent comes between.
     *
     * @return one reply for each request; an error reply is a reply. Fails with {@link NodeLostException} only
     */
    Future<List<Reply>> run(List<Request> requests);

    /** Sends one request. */
    default Future<Reply> run(Request request) {
        return run(List.of(request)).map(replies -> replies.get(0));
    }
}
