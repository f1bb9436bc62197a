package io.slotkeeper.core.control;

import io.slotkeeper.core.control.Effect.Note.Level;
import io.slotkeeper.core.detect.FailureDetector.Hearing;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.AgentIdentity;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.Guard;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.record.NodeRegistered;
import java.util.HashMap;
import java.util.Map;

/** Takes new nodes into the log, notes unusable ones, and sends away agents that claim what another one has. */
final class Registration {
    private static final long DISMISS_TIMEOUT_MILLIS = 1000;

    private final LoopContext context;
    private final Map<String, NodeProblem> noted = new HashMap<>();
    private final Map<String, Long> dismissed = new HashMap<>();

    Registration(LoopContext context) {
        this.context = context;
    }

    /** The settings in the log win over those of the command line; say so when they differ. */
    void compareSettings() {
        ClusterSettings inLog = context.state.settings().orElseThrow();
        ClusterSettings wanted = context.options.wanted();
        if (!context.options.adopt() && !inLog.equals(wanted)) {
            context.emit(new Effect.Note(
                    Level.WARNING,
                    "",
                    "SETTINGS_IGNORED",
                    "This cluster was initialised with " + inLog.shards() + " shards and " + inLog.replicas()
                            + " replicas per shard; the wish for " + wanted.shards() + " and " + wanted.replicas()
                            + " is ignored. Use another data-dir for another cluster."));
        }
    }

    void refused(AgentReport report, Hearing hearing) {
        if (hearing == Hearing.IMPOSTOR) {
            AgentIdentity self = report.identity();
            dismiss(
                    self,
                    "AGENT_NAME_TAKEN",
                    "Another agent named '" + self.name() + "' is at work in this cluster; agent names are unique. "
                            + "Start this one with another --name, or stop the other one first.");
        }
    }

    void heard(AgentReport report) {
        noteProblem(report);
        if (report.process() == ProcessState.UP
                && report.problem() == NodeProblem.NONE
                && report.view().isPresent()) {
            register(report);
        }
    }

    private void register(AgentReport report) {
        AgentIdentity self = report.identity();
        Node node = new Node(
                report.view().orElseThrow().id(), self.host(), self.port(), self.busPort(), self.zone(), self.name());
        Node known = context.state.nodes().get(node.id());
        if (node.equals(known)) {
            return;
        }
        boolean guardedByAnother = known != null
                && !known.agent().equals(node.agent())
                && context.detector.isAlive(known.agent(), context.now)
                && context.sight(known).view().isPresent();
        if (guardedByAnother) {
            context.detector.forget(self.name());
            dismiss(
                    self,
                    "NODE_ALREADY_GUARDED",
                    "Node " + node.id().abbreviated() + " at " + node.address() + " is guarded by agent '"
                            + known.agent() + "' already; a node has one agent. Point --redis of this one at another "
                            + "node, or stop the other agent first.");
            return;
        }
        context.propose(new NodeRegistered(node, context.now.epochMillis()));
    }

    private void noteProblem(AgentReport report) {
        String agent = report.identity().name();
        NodeProblem before = noted.getOrDefault(agent, NodeProblem.NONE);
        if (report.problem() != before) {
            noted.put(agent, report.problem());
            if (report.problem() != NodeProblem.NONE) {
                context.note(
                        Level.ERROR,
                        "",
                        "NODE_" + report.problem().name(),
                        "The server " + report.identity().host() + ":"
                                + report.identity().port() + " beside agent " + agent + " cannot be used: "
                                + report.problem().text() + ".");
            }
        }
    }

    private void dismiss(AgentIdentity agent, String code, String text) {
        Long last = dismissed.get(agent.instance());
        if (last != null && context.now.millisSince(last) < DISMISS_TIMEOUT_MILLIS) {
            return;
        }
        if (last == null) {
            context.note(Level.ERROR, "", code, text);
        }
        dismissed.put(agent.instance(), context.now.nanos());
        Guard guard = new Guard(context.term, "", 0, Long.MAX_VALUE);
        context.emit(new Effect.Send(
                agent.name(),
                agent.commandAddress(),
                new AgentCommand(0, guard, new Order.Dismiss(code, text)),
                DISMISS_TIMEOUT_MILLIS));
    }
}
