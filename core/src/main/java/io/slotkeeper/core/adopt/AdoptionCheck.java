package io.slotkeeper.core.adopt;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.OpenSlot;
import io.slotkeeper.core.protocol.ViewDigest;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What speaks against taking a running cluster over. Every objection names the node, the rule and the remedy.
 *
 * <pre>
 * there are nodes, their agents live and the nodes answer
 * all run the same version
 * all are connected, know as many nodes as have agents, and agree about the owner of every slot
 * every slot has an owner, and none is on its way
 * every replica follows a primary, not a replica, and is in sync
 * </pre>
 */
public final class AdoptionCheck {
    private static final String CHECK = "redis-cli --cluster check";

    private final List<NodeSight> sights;
    private final List<String> objections = new ArrayList<>();
    private final Map<NodeId, SlotSet> claims = new HashMap<>();

    private AdoptionCheck(List<NodeSight> sights) {
        this.sights = sights;
    }

    /**
     * Checks the nodes.
     *
     * @param sights of all nodes that agents have presented
     * @return objections, one sentence each; empty when nothing speaks against it
     */
    public static List<String> objections(List<NodeSight> sights) {
        return new AdoptionCheck(sights).check();
    }

    /** A node that knows more nodes than have agents, if there is one. */
    public static Optional<NodeSight> knowsMore(List<NodeSight> sights) {
        return sights.stream()
                .filter(s ->
                        s.view().filter(v -> v.knownNodes() > sights.size()).isPresent())
                .findFirst();
    }

    private List<String> check() {
        if (sights.isEmpty()) {
            return List.of("No agent has presented a node; start an agent beside every node of the cluster.");
        }
        sights.forEach(this::checkPresent);
        if (objections.isEmpty()) {
            sights.forEach(s -> claims.put(s.id(), view(s).slots()));
            checkVersions();
            sights.forEach(this::checkNode);
            checkSlots();
        }
        return List.copyOf(objections);
    }

    private void checkPresent(NodeSight sight) {
        if (!sight.agentAlive()) {
            object(sight, "is not guarded: its agent is silent; start the agent again");
        } else if (!sight.isUp() || sight.view().isEmpty()) {
            object(sight, "does not answer; start it, or have all others forget it and stop its agent");
        }
    }

    private void checkVersions() {
        Map<String, List<String>> byVersion = sights.stream()
                .collect(Collectors.groupingBy(
                        s -> view(s).serverVersion(),
                        TreeMap::new,
                        Collectors.mapping(s -> s.node().agent(), Collectors.toList())));
        if (byVersion.size() > 1) {
            objections.add("The nodes run different versions, " + byVersion + "; finish the upgrade first.");
        }
    }

    private void checkNode(NodeSight sight) {
        NodeView view = view(sight);
        if (view.knownNodes() != sights.size()) {
            object(
                    sight,
                    "knows " + view.knownNodes() + " nodes, and agents are beside " + sights.size()
                            + "; every node of the cluster, and no other, needs an agent of its own");
        }
        if (!view.looseEnds().lostPeers().isEmpty()) {
            object(
                    sight,
                    "has no connection to " + view.looseEnds().lostPeers() + "; wait until " + CHECK + " is clean");
        }
        for (OpenSlot open : view.looseEnds().openSlots()) {
            object(
                    sight,
                    "has slot " + open.slot() + " open (" + open.direction() + "); end the move, or run"
                            + " redis-cli --cluster fix");
        }
        if (view.viewDigest() != ViewDigest.of(claims) || !view.clusterOk()) {
            object(
                    sight,
                    "does not agree with what the nodes say of their own slots; wait until " + CHECK + " is clean");
        }
        if (view.role() == NodeRole.REPLICA) {
            checkReplica(sight, view);
        }
    }

    private void checkReplica(NodeSight sight, NodeView view) {
        Optional<NodeSight> primary = view.primary()
                .flatMap(id -> sights.stream().filter(s -> s.id().equals(id)).findFirst());
        if (primary.filter(p -> p.isUpAs(NodeRole.PRIMARY)).isEmpty()) {
            object(
                    sight,
                    "follows a node that is no primary with an agent; have it follow a primary: CLUSTER REPLICATE");
        } else if (!view.linkUp() || !view.synced()) {
            object(sight, "is not in sync with its primary; wait until it is");
        }
    }

    private void checkSlots() {
        SlotSet missing = SlotSet.all().minus(claims.values().stream().reduce(SlotSet.empty(), SlotSet::union));
        if (!missing.isEmpty()) {
            objections.add("Slots " + missing + " have no owner; assign them first: redis-cli --cluster fix.");
        }
    }

    private void object(NodeSight sight, String text) {
        objections.add("Node " + sight.name() + " " + text + ".");
    }

    private static NodeView view(NodeSight sight) {
        return sight.view().orElseThrow();
    }
}
