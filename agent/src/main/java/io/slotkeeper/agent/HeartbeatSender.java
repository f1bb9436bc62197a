package io.slotkeeper.agent;

import io.slotkeeper.agent.node.NodeState;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.Addresses;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.slot.SlotSet;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * Publishes reports to all coordinators: in the rhythm, after the probe of that beat was answered or found unanswered, and
 * at once when something changed that a decision could hang on. All on the agent's event loop.
 */
final class HeartbeatSender {
    private final Vertx vertx;
    private final NodeWatch node;
    private final Reporter reporter;
    private final Runnable counted;
    private Optional<Essence> sent = Optional.empty();
    private long timer = -1;

    /** What a decision could hang on. */
    private record Essence(ProcessState process, NodeProblem problem, Optional<Facts> facts) {
        static Essence of(NodeState state) {
            return new Essence(state.process(), state.problem(), state.view().map(Facts::of));
        }
    }

    private record Facts(
            String runId,
            NodeRole role,
            Optional<NodeId> primary,
            SlotSet slots,
            long digest,
            int knownNodes,
            int flags) {
        static Facts of(NodeView view) {
            int flags = (view.linkUp() ? 1 : 0)
                    | (view.synced() ? 2 : 0)
                    | (view.clusterOk() ? 4 : 0)
                    | (view.fenced() ? 8 : 0)
                    | (view.configured() ? 16 : 0)
                    | (view.keys() == 0 ? 32 : 0)
                    | (view.syncHeld() ? 64 : 0);
            return new Facts(
                    view.runId(),
                    view.role(),
                    view.primary(),
                    view.slots(),
                    view.viewDigest(),
                    view.knownNodes(),
                    flags);
        }
    }

    HeartbeatSender(Vertx vertx, NodeWatch node, Reporter reporter, Runnable counted) {
        this.vertx = vertx;
        this.node = node;
        this.reporter = reporter;
        this.counted = counted;
    }

    void start(long intervalMillis) {
        timer = vertx.setPeriodic(0, intervalMillis, id -> beat());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    /** Publishes a report if the state differs in what matters from the last one published. */
    void stateRead() {
        if (sent.filter(Essence.of(node.state())::equals).isEmpty()) {
            publish();
        }
    }

    private void beat() {
        node.tick().onComplete(done -> publish());
    }

    private void publish() {
        sent = Optional.of(Essence.of(node.state()));
        vertx.eventBus().publish(Addresses.REPORTS, reporter.report().encode());
        counted.run();
    }
}
