package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.process.NodeProcess;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Kills the node's process, which answers nobody: the last fence. A process that answers again is left alone. No outcome asks
 * the node for more: it would not answer.
 */
final class KillNodeHandler implements OrderHandler<Order.KillNode> {
    private final NodeWatch node;
    private final NodeProcess process;

    KillNodeHandler(NodeWatch node, NodeProcess process) {
        this.node = node;
        this.process = process;
    }

    @Override
    public Future<Outcome> handle(Order.KillNode order, Permit permit) {
        Optional<String> run = node.state().view().map(NodeView::runId);
        if (!run.equals(Optional.of(order.runId()))) {
            return Future.succeededFuture(
                    Outcome.failed("another process has taken the node's place; read the node's state and decide again")
                            .read());
        }
        ProcessState state = node.state().process();
        if (state == ProcessState.GONE) {
            return Future.succeededFuture(Outcome.DONE.read());
        }
        if (state == ProcessState.UP) {
            return Future.succeededFuture(Outcome.failed("the node answers again; it can be fenced instead")
                    .read());
        }
        return process.kill(order.runId())
                .map(killed -> Outcome.DONE.read())
                .otherwise(e -> Outcome.failed(String.valueOf(e.getMessage())).read());
    }
}
