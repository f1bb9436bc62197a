package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.process.NodeProcess;
import io.slotkeeper.core.protocol.DrillFault;
import io.slotkeeper.core.protocol.DrillPermission;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a fault on purpose. Needs {@code --allow-drills}, and for faults of the node its very process in sight. No outcome asks
 * the node for more: it would not answer.
 */
final class DrillHandler implements OrderHandler<Order.Drill> {
    private static final Logger LOG = LoggerFactory.getLogger(DrillHandler.class);
    /** The reply should get through first. */
    private static final long LAST_WORDS_MILLIS = 100;
    /** What a shell says of a process that died of SIGKILL. */
    private static final int EXIT_CODE = 137;

    private final Vertx vertx;
    private final String agent;
    private final DrillPermission permission;
    private final NodeWatch node;

    DrillHandler(Vertx vertx, String agent, DrillPermission permission, NodeWatch node) {
        this.vertx = vertx;
        this.agent = agent;
        this.permission = permission;
        this.node = node;
    }

    @Override
    public Future<Outcome> handle(Order.Drill order, Permit permit) {
        Optional<String> refusal =
                permission.refusal(order.fault(), "agent " + agent).or(() -> impossible(order));
        if (refusal.isPresent()) {
            return Future.succeededFuture(Outcome.failed(refusal.get()).read());
        }
        return order.rehearsal()
                ? Future.succeededFuture(Outcome.DONE.read())
                : make(order).map(made -> Outcome.DONE.read()).otherwise(e -> Outcome.failed(e.getMessage())
                        .read());
    }

    private Optional<String> impossible(Order.Drill order) {
        if (order.fault() == DrillFault.KILL_AGENT) {
            return Optional.empty();
        }
        Optional<String> run = node.state().view().map(NodeView::runId);
        if (node.state().process() != ProcessState.UP || !run.equals(Optional.of(order.runId()))) {
            return Optional.of("the node does not answer, or another process has taken its place");
        }
        return node.process().canKill()
                ? Optional.empty()
                : Optional.of(
                        "it does not see the node's process, or may not signal it: an agent has to share the node's"
                                + " pid namespace and user");
    }

    private Future<Void> make(Order.Drill order) {
        NodeProcess process = node.process();
        return switch (order.fault()) {
            case CRASH -> process.kill(order.runId());
            case HANG -> process.stop(order.runId(), Duration.ofMillis(order.millis()));
            case KILL_AGENT -> die();
            case SWITCHOVER, HAND_OVER, KILL_LEADER -> Future.failedFuture("no agent makes a " + order.fault());
        };
    }

    private Future<Void> die() {
        LOG.warn("Agent {} ends itself, as a drill asks for", agent);
        vertx.setTimer(LAST_WORDS_MILLIS, timer -> Runtime.getRuntime().halt(EXIT_CODE));
        return Future.succeededFuture();
    }
}
