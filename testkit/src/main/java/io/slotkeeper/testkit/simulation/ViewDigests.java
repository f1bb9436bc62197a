package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.ViewDigest;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each node believes of who owns which slots. Computed anew only after a change: every report asks for it. */
final class ViewDigests {
    private final Map<NodeId, Belief> beliefs = new HashMap<>();

    private record Belief(long signature, long digest, boolean ok) {}

    long of(FakeNode viewer, Collection<FakeNode> nodes) {
        return belief(viewer, nodes).digest;
    }

    /** Whether it knows an owner of any slot. */
    boolean isOk(FakeNode viewer, Collection<FakeNode> nodes) {
        return belief(viewer, nodes).ok;
    }

    private Belief belief(FakeNode viewer, Collection<FakeNode> nodes) {
        long signature = signature(viewer, nodes);
        Belief known = beliefs.get(viewer.id);
        if (known == null || known.signature != signature) {
            Map<NodeId, SlotSet> ownership = ownership(viewer, nodes);
            boolean ok = ownership.values().stream().anyMatch(slots -> !slots.isEmpty());
            known = new Belief(signature, ViewDigest.of(ownership), ok);
            beliefs.put(viewer.id, known);
        }
        return known;
    }

    private static long signature(FakeNode viewer, Collection<FakeNode> nodes) {
        long signature = viewer.known.size();
        for (FakeNode node : nodes) {
            signature = signature * 31 + node.configEpoch;
            signature = signature * 31 + node.slotsVersion();
        }
        return signature;
    }

    private static Map<NodeId, SlotSet> ownership(FakeNode viewer, Collection<FakeNode> nodes) {
        Map<NodeId, SlotSet> ownership = new HashMap<>();
        SlotSet taken = SlotSet.empty();
        List<FakeNode> strongestFirst = nodes.stream()
                .filter(n -> viewer.known.contains(n.id))
                .sorted(Comparator.comparingLong((FakeNode n) -> n.configEpoch)
                        .reversed()
                        .thenComparing(n -> n.id))
                .toList();
        for (FakeNode node : strongestFirst) {
            ownership.put(node.id, node.slots.minus(taken));
            taken = taken.union(node.slots);
        }
        return ownership;
    }
}
