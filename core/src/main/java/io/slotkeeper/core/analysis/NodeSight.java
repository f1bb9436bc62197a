package io.slotkeeper.core.analysis;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that the leader knows of one node at one moment.
 *
 * @param node as in the slot map
 * @param report newest report of its agent about this very node, or about another one at its address; absent when there is none
 * @param agentAlive reports arrive
 * @param agentLost reports have stopped, or never came although they were waited for
 * @param reachable whether the node answered the leader's own probe; absent while that is not known
 * @param seesPrimary replica: whether its agent reached the shard's primary when it was asked; absent while not known
 */
public record NodeSight(
        Node node,
        Optional<AgentReport> report,
        boolean agentAlive,
        boolean agentLost,
        Optional<Boolean> reachable,
        Optional<Boolean> seesPrimary) {
    public NodeSight {
        Objects.requireNonNull(node);
        Objects.requireNonNull(report);
        Objects.requireNonNull(reachable);
        Objects.requireNonNull(seesPrimary);
    }

    public NodeId id() {
        return node.id();
    }

    /** What the node last said of itself, through a living agent or a silent one. */
    public Optional<NodeView> view() {
        return report.flatMap(AgentReport::view).filter(view -> view.id().equals(node.id()));
    }

    /** A living agent says that the node answers and is of use. */
    public boolean isUp() {
        return agentAlive
                && !isSupplanted()
                && report.map(r -> r.process() == ProcessState.UP && r.problem() == NodeProblem.NONE)
                        .orElse(false);
    }

    /** A living agent says that no process listens at the node's address, or one that is another node. */
    public boolean isGone() {
        return isIn(ProcessState.GONE) || isSupplanted();
    }

    /**
     * A living agent says that another node answers at this node's address, as after the loss of its nodes.conf: only one
     * process listens there, so this node is gone for good. At another address this node may still run.
     */
    public boolean isSupplanted() {
        return isIn(ProcessState.UP)
                && report.filter(r -> r.identity().host().equals(node.host())
                                && r.identity().port() == node.port())
                        .flatMap(AgentReport::view)
                        .filter(view -> !view.id().equals(node.id()))
                        .isPresent();
    }

    /** A living agent says that the process is in one of these states. */
    public boolean isIn(ProcessState... states) {
        return agentAlive
                && report.filter(r -> List.of(states).contains(r.process())).isPresent();
    }

    /** The process that was last seen; empty when none was. */
    public String runId() {
        return view().map(NodeView::runId).orElse("");
    }

    /** Its agent, which lives, may kill the node's process. */
    public boolean canBeKilled() {
        return agentAlive && report.filter(r -> r.guarding().canKill()).isPresent();
    }

    /** The node is up and has a role. */
    public boolean isUpAs(NodeRole role) {
        return isUp() && view().map(v -> v.role() == role).orElse(false);
    }

    /** Replication offset as last reported, -1 when unknown. */
    public long offset() {
        return view().map(NodeView::offset).orElse(-1L);
    }

    /** Last reported: the node follows that primary and its link is up. */
    public boolean follows(NodeId primary) {
        return view().map(v -> v.primary().filter(primary::equals).isPresent() && v.linkUp())
                .orElse(false);
    }

    /** {@code 127.0.0.1:7000 (a1)}. */
    public String name() {
        return node.address() + " (" + node.agent() + ")";
    }
}
