package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeSettings;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import java.util.List;

/** Makes the node refuse writes, and lets it take them again. */
final class WriteFence {
    private final NodeWatch node;
    private final NodeSettings settings;

    WriteFence(NodeWatch node, NodeSettings settings) {
        this.node = node;
        this.settings = settings;
    }

    /** Sets more replicas than there are as the condition of every write; remembers the value before. */
    Future<Outcome> fence(Order.Fence order, Permit permit) {
        return node.runAndRead(List.of(
                        Requests.configGet(NodeSettings.MIN_REPLICAS),
                        Requests.configSet(NodeSettings.MIN_REPLICAS, NodeSettings.FENCED)))
                .map(replies -> {
                    Reply before = replies.get(0);
                    settings.noteMinReplicas(
                            before.size() == 2 ? before.element(1).text() : "");
                    return Outcome.ofReplies(replies).read();
                });
    }

    /** Sets the remembered value, 0 when the agent has never seen another. */
    Future<Outcome> unfence(Order.Unfence order, Permit permit) {
        return node.runAndRead(List.of(Requests.configSet(NodeSettings.MIN_REPLICAS, settings.unfenced())))
                .map(replies -> Outcome.ofReplies(replies).read());
    }
}
