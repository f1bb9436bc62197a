package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.InfoReply;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import java.util.List;

/** Pauses and resumes the clients' writes. One class, since resuming must know when the pause ends by itself. */
final class WritePause {
    /** For a pause that this agent process did not begin. */
    private static final long LONGEST_WAIT_NANOS = 1_000_000_000;

    private final NodeWatch node;
    private final Polling polling;
    private final Guardian guardian;
    private long endsAt = System.nanoTime();

    WritePause(NodeWatch node, Polling polling, Guardian guardian) {
        this.node = node;
        this.polling = polling;
        this.guardian = guardian;
    }

    /** {@code CLIENT PAUSE}, and the offset that holds every write acknowledged before it. */
    Future<Outcome> pause(Order.PauseWrites order, Permit permit) {
        endsAt = System.nanoTime() + order.millis() * 1_000_000;
        guardian.writesPaused(endsAt);
        String longer = Long.toString(order.millis() + Order.PauseWrites.OUTLASTS_MILLIS);
        return node.runAndRead(List.of(Requests.of("CLIENT", "PAUSE", longer, "WRITE"), Requests.INFO_REPLICATION))
                .map(replies -> {
                    InfoReply info = InfoReply.parse(replies.get(1).text());
                    if (replies.get(0).isError()) {
                        return Outcome.failed("the node refused to pause writes: "
                                + replies.get(0).error());
                    }
                    return info.isPrimary()
                            ? Outcome.doneAt(info.offset()).read()
                            : Outcome.failed("the node is a replica; only a primary's writes can be paused");
                });
    }

    /** {@code CLIENT UNPAUSE}, on demand not before the node has become a replica. */
    Future<Outcome> resume(Order.ResumeWrites order, Permit permit) {
        if (!order.onceReplica()) {
            return unpause();
        }
        long pauseLeft = endsAt - System.nanoTime();
        long wait = permit.remainingNanos(pauseLeft > 0 ? pauseLeft : LONGEST_WAIT_NANOS);
        return polling.until(info -> !info.isPrimary(), wait)
                .compose(info -> info.isPrimary()
                        ? Future.succeededFuture(
                                Outcome.failed(
                                        "the node is a primary still, so its writes stay paused"
                                                + ", and are refused when the pause is over; order ResumeWrites without waiting to end it"))
                        : unpause());
    }

    private Future<Outcome> unpause() {
        guardian.writesResumed();
        return node.runAndRead(List.of(Requests.of("CLIENT", "UNPAUSE")))
                .map(replies -> Outcome.ofReplies(replies).read());
    }
}
