package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardAnalyzer;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.detect.AgentSession;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.plan.NaturalOrder;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Describes the cluster for people and interfaces. */
final class Overviews {
    /** More than this cannot be what is written between two reports: a replica is catching up. */
    private static final long MOST_LAG_BYTES = 16 << 20;

    private final LoopContext context;
    private final Pauses pauses;
    private final OperationWatch operation;

    Overviews(LoopContext context, Pauses pauses, OperationWatch operation) {
        this.context = context;
        this.pauses = pauses;
        this.operation = operation;
    }

    ClusterOverview overview() {
        List<NodeStatus> nodes = nodes();
        List<ShardStatus> shards =
                context.state.map().shards().stream().map(this::shard).toList();
        SlotMap map = context.state.map();
        boolean active = map.shards().stream().allMatch(s -> s.state() != ShardState.FORMING) && map.coversAllSlots();
        boolean healthy = shards.stream().allMatch(s -> s.findings().isEmpty());
        boolean serving = active
                && map.shards().stream()
                        .allMatch(
                                s -> s.state() == ShardState.ACTIVE || s.slots().isEmpty());
        if (!context.state.initialized()) {
            return overview(false, "electing", "Waiting for a leader.", nodes, shards);
        }
        if (map.shards().isEmpty()) {
            return context.options.adopt()
                    ? overview(false, "waiting", waiting(nodes), nodes, shards)
                    : overview(false, "gathering", gathering(nodes), nodes, shards);
        }
        if (!active) {
            return overview(false, "forming", forming(), nodes, shards);
        }
        String text = healthy
                ? "All " + shards.size() + " shards serve."
                : shards.stream()
                        .flatMap(s -> s.findings().stream().map(f -> s.shard().id() + ": " + f.text()))
                        .collect(Collectors.joining(" "));
        if (!context.inCharge()) {
            String label = context.custody().charge().label();
            return overview(serving, label, "Slotkeeper is " + label + ". " + text, nodes, shards);
        }
        return overview(serving, healthy ? "active" : "degraded", text, nodes, shards);
    }

    private ClusterOverview overview(
            boolean ready, String phase, String text, List<NodeStatus> nodes, List<ShardStatus> shards) {
        List<ClusterOverview.Pause> paused = context.state.upkeep().pauses().entrySet().stream()
                .map(entry -> new ClusterOverview.Pause(
                        entry.getKey(),
                        pauses.leftMillis(entry.getKey()),
                        entry.getValue().reason()))
                .toList();
        String peace = paused.isEmpty() ? "" : " Automatic failovers and repairs are paused for maintenance.";
        return new ClusterOverview(ready, phase, text + peace, nodes, shards, paused, operation.progress());
    }

    /** The first thing that is not as it should be, as a clause; empty when all is well. */
    Optional<String> unhealthy() {
        ClusterOverview overview = overview();
        if (!overview.ready() || !overview.phase().equals("active")) {
            return Optional.of("this one is " + overview.phase() + ": " + overview.text());
        }
        if (!overview.pauses().isEmpty()) {
            return Optional.of("automatic failovers are paused for maintenance; resume them first");
        }
        return overview.nodes().stream()
                .flatMap(node -> complaint(node).stream())
                .findFirst()
                .or(this::behind);
    }

    /** The link of a replica that has just received a full copy is up before it has received what was written meanwhile. */
    private Optional<String> behind() {
        return context.state.map().shards().stream()
                .map(context::view)
                .filter(view -> view.maxLagBytes() > MOST_LAG_BYTES)
                .map(view -> "a replica of shard " + view.shard().id() + " is " + view.maxLagBytes()
                        + " bytes behind; wait until it has caught up")
                .findFirst();
    }

    private static Optional<String> complaint(NodeStatus node) {
        if (!node.note().isEmpty()) {
            return Optional.of("node " + node.agent() + ": " + node.note());
        }
        boolean inSync = !node.role().equals("replica")
                || node.view().map(NodeView::linkUp).orElse(false);
        return inSync ? Optional.empty() : Optional.of("replica " + node.agent() + " is not in sync with its primary");
    }

    private static String waiting(List<NodeStatus> nodes) {
        return "Agents are beside " + nodes.size()
                + " nodes; take the cluster over with `slotkeeper adopt`, or only watch it"
                + " with `slotkeeper observe`.";
    }

    private String gathering(List<NodeStatus> nodes) {
        int wanted = context.state.settings().orElseThrow().nodes();
        long usable = nodes.stream()
                .filter(n -> n.node().isPresent() && n.process() == ProcessState.UP && n.problem() == NodeProblem.NONE)
                .count();
        String problems = nodes.stream()
                .filter(n -> !n.note().isEmpty())
                .map(n -> " " + n.agent() + ": " + n.note())
                .collect(Collectors.joining());
        return usable + " of " + wanted + " nodes are there; " + Math.max(0, wanted - usable)
                + " more are needed to form "
                + context.state.settings().orElseThrow().shards() + " shards." + problems;
    }

    private String forming() {
        long formed = context.state.map().shards().stream()
                .filter(s -> s.state() != ShardState.FORMING)
                .count();
        return formed + " of " + context.state.map().shards().size() + " shards are formed.";
    }

    private ShardStatus shard(Shard shard) {
        ShardView view = context.view(shard);
        List<ShardStatus.Finding> findings = ShardAnalyzer.analyze(view).stream()
                .map(f -> new ShardStatus.Finding(f.code().name(), f.text()))
                .toList();
        return new ShardStatus(shard, findings, view.maxLagBytes());
    }

    private List<NodeStatus> nodes() {
        List<NodeStatus> all = new ArrayList<>();
        context.state.nodes().values().forEach(node -> all.add(registered(node)));
        Set<String> known = all.stream().map(NodeStatus::agent).collect(Collectors.toSet());
        context.detector.sessions().stream()
                .filter(s -> !known.contains(s.report().identity().name()))
                .forEach(session -> all.add(unregistered(session)));
        all.sort(Comparator.comparing(NodeStatus::agent, NaturalOrder.INSTANCE));
        return all;
    }

    private NodeStatus registered(Node node) {
        Optional<Shard> shard = context.state.map().shardOf(node.id());
        NodeSight sight = context.sight(node);
        ProcessState process = sight.report().map(AgentReport::process).orElse(ProcessState.UNKNOWN);
        NodeProblem problem = sight.report().map(AgentReport::problem).orElse(NodeProblem.NONE);
        String role = shard.map(s -> s.primary().id().equals(node.id()) ? "primary" : "replica")
                .orElse("spare");
        long lag = shard.filter(s -> role.equals("replica"))
                .map(s -> context.view(s).lagBytes(sight))
                .orElse(-1L);
        return new NodeStatus(
                node.agent(),
                Optional.of(node),
                shard.map(Shard::id),
                role,
                process,
                sight.agentAlive(),
                ageMillis(context.sessionOf(node)),
                problem,
                sight.view(),
                lag,
                context.state.upkeep().drained().containsKey(node.id()),
                note(sight, process, problem));
    }

    private NodeStatus unregistered(AgentSession session) {
        AgentReport report = session.report();
        String agent = report.identity().name();
        return new NodeStatus(
                agent,
                Optional.empty(),
                Optional.empty(),
                "unusable",
                report.process(),
                context.detector.isAlive(agent, context.now),
                ageMillis(Optional.of(session)),
                report.problem(),
                report.view(),
                -1,
                false,
                report.problem() == NodeProblem.NONE
                        ? "not registered yet"
                        : report.problem().text());
    }

    private String note(NodeSight sight, ProcessState process, NodeProblem problem) {
        if (problem != NodeProblem.NONE) {
            return problem.text();
        }
        if (!sight.agentAlive()) {
            return sight.agentLost() ? "unguarded: its agent is silent" : "no report yet";
        }
        return switch (process) {
            case UP -> context.state.upkeep().drained().containsKey(sight.id()) ? "drained for a restart" : "";
            case LOADING -> "loading its data set";
            case GONE -> "process gone";
            case SILENT -> "does not answer";
            case BUSY -> "does not answer, but is at work";
            case HUNG -> "hangs";
            case UNKNOWN -> "not reached yet";
        };
    }

    private long ageMillis(Optional<AgentSession> session) {
        return session.map(s -> context.now.millisSince(s.heardNanos())).orElse(-1L);
    }
}
