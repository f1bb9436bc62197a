package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeSettings;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import java.util.List;

/**
 * Makes the node refuse writes, and lets it take them again, by order of a leader. The fence is a value from which the value
 * before can be told, so that an agent that was restarted meanwhile restores it.
 */
final class WriteFence {
    private static final String LONGEST_LAG = "1";

    private final NodeWatch node;
    private final NodeSettings settings;
    private final Guardian guardian;

    WriteFence(NodeWatch node, NodeSettings settings, Guardian guardian) {
        this.node = node;
        this.settings = settings;
        this.guardian = guardian;
    }

    /** Sets more replicas than there are as the condition of every write. */
    Future<Outcome> fence(Order.Fence order, Permit permit) {
        guardian.fencedByOrder(permit.epoch());
        String present = settings.fenced();
        return node.runAndRead(List.of(Requests.configGet(NodeSettings.MIN_REPLICAS), set(present)))
                .compose(replies -> {
                    Reply before = replies.get(0);
                    settings.noteMinReplicas(
                            before.size() == 2 ? before.element(1).text() : "");
                    // Somebody has changed the value since it was last read: the fence must tell the new one.
                    return settings.fenced().equals(present)
                            ? Future.succeededFuture(replies)
                            : node.runAndRead(List.of(set(settings.fenced())));
                })
                .map(replies -> Outcome.ofReplies(replies).read())
                .onComplete(outcome -> {
                    if (outcome.failed() || outcome.result().result() != Result.DONE) {
                        guardian.unfencedByOrder();
                    }
                });
    }

    /** Sets the value before. Refused while the node may not accept writes: a lease must come first. */
    Future<Outcome> unfence(Order.Unfence order, Permit permit) {
        if (!guardian.mayUnfence(permit.epoch())) {
            return Future.succeededFuture(Outcome.failed(
                    "the node has no lease, or was fenced by an order that came after this one; a lease lifts its own fence, or"
                            + " repeat the order then"));
        }
        guardian.unfencedByOrder();
        return node.runAndRead(List.of(set(settings.unfenced())))
                .map(replies -> Outcome.ofReplies(replies).read());
    }

    /** Sets how many replicas a write needs, under the fence when there is one: that is never lifted by this. */
    Future<Outcome> require(Order.RequireReplicas order, Permit permit) {
        settings.requireReplicas(order.replicas());
        return node.runAndRead(List.of(
                        Requests.configGet(NodeSettings.MAX_LAG),
                        Requests.configSet(NodeSettings.MAX_LAG, LONGEST_LAG),
                        set(guardian.isFenced() ? settings.fenced() : settings.unfenced())))
                .map(replies -> {
                    Reply before = replies.get(0);
                    if (before.size() == 2) {
                        settings.remember(
                                NodeSettings.MAX_LAG, before.element(1).text());
                    }
                    return Outcome.ofReplies(replies).read();
                });
    }

    private static Request set(String value) {
        return Requests.configSet(NodeSettings.MIN_REPLICAS, value);
    }
}
