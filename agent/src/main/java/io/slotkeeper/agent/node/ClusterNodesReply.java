package io.slotkeeper.agent.node;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.LooseEnds;
import io.slotkeeper.core.protocol.ViewDigest;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code CLUSTER NODES} says.
 *
 * @param lines one for each node, in the node's order
 */
public record ClusterNodesReply(List<ClusterNodeLine> lines) {
    public ClusterNodesReply {
        lines = List.copyOf(lines);
    }

    /**
     * Parses the reply.
     *
     * @throws IllegalArgumentException for a line of another form, or when the node does not list itself
     */
    public static ClusterNodesReply parse(String text) {
        ClusterNodesReply reply = new ClusterNodesReply(text.lines()
                .filter(line -> !line.isBlank())
                .map(ClusterNodeLine::parse)
                .toList());
        if (reply.lines.stream().noneMatch(ClusterNodeLine::myself)) {
            throw new IllegalArgumentException("CLUSTER NODES does not list the node that was asked");
        }
        return reply;
    }

    /** The line about the node that was asked. */
    public ClusterNodeLine myself() {
        return lines.stream().filter(ClusterNodeLine::myself).findFirst().orElseThrow();
    }

    /** The line about a node. */
    public Optional<ClusterNodeLine> node(NodeId id) {
        return lines.stream().filter(line -> line.id().equals(id)).findFirst();
    }

    /** Number of nodes it has shaken hands with, itself included. */
    public int knownNodes() {
        return (int) lines.stream().filter(ClusterNodeLine::known).count();
    }

    /** What should not last. */
    public LooseEnds looseEnds() {
        return new LooseEnds(
                myself().openSlots(),
                lines.stream()
                        .filter(line -> !line.myself() && !line.inHandshake() && !line.connected())
                        .map(ClusterNodeLine::id)
                        .toList());
    }

    /** Who owns which slots; nodes without slots are left out. */
    public Map<NodeId, SlotSet> ownership() {
        return lines.stream()
                .filter(line -> !line.slots().isEmpty())
                .collect(Collectors.toMap(ClusterNodeLine::id, ClusterNodeLine::slots));
    }

    /** Digest of {@link #ownership()}; whether nodes are seen as failed does not matter. */
    public long digest() {
        return ViewDigest.of(ownership());
    }
}
