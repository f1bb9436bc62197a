package io.slotkeeper.core.plan;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Places the nodes of a new cluster. Pure and deterministic.
 *
 * <pre>
 * 1 line the nodes up so that neighbours are in different zones, then on different hosts
 * 2 the first of the line become primaries: they are spread over zones and hosts
 * 3 every shard in turn takes as replica the node that shares host, then zone, with the fewest of its nodes
 * 4 replicas are swapped between shards for as long as that lowers the number of shared hosts or zones
 * </pre>
 *
 * Where the agents' names already say which nodes belong together ({@link NamedGroups}), as those of Kubernetes' StatefulSets
 * do, they form the shards, unless more of them would share a host or zone than by the steps above.
 */
public final class FormationPlacement {
    private static final long SAME_HOST = 1_000_000;
    private static final long SAME_ZONE = 1;

    private FormationPlacement() {}

    /**
     * Plans all shards.
     *
     * @param nodes at least {@code settings.nodes()} nodes; those that are too many stay unused, the last agent names first
     * @throws IllegalArgumentException if there are too few nodes
     */
    public static List<Shard> plan(ClusterSettings settings, List<Node> nodes) {
        if (nodes.size() < settings.nodes()) {
            throw new IllegalArgumentException(settings.nodes() + " nodes are needed, " + nodes.size() + " are there");
        }
        List<Node> chosen = nodes.stream()
                .sorted(Comparator.comparing(Node::agent, NaturalOrder.INSTANCE))
                .limit(settings.nodes())
                .toList();
        List<List<Node>> placed = placed(settings, chosen);
        return shards(NamedGroups.of(settings, chosen)
                .filter(named -> closeness(named) <= closeness(placed))
                .orElse(placed));
    }

    private static List<List<Node>> placed(ClusterSettings settings, List<Node> chosen) {
        List<Node> line = interleaved(chosen);
        List<List<Node>> groups = new ArrayList<>();
        line.subList(0, settings.shards()).forEach(primary -> groups.add(new ArrayList<>(List.of(primary))));
        List<Node> rest = new ArrayList<>(line.subList(settings.shards(), line.size()));
        for (int round = 0; round < settings.replicas(); round++) {
            groups.forEach(group -> group.add(takeBest(group, rest)));
        }
        improve(groups);
        return groups;
    }

    private static long closeness(List<List<Node>> groups) {
        return groups.stream()
                .mapToLong(group ->
                        group.stream().mapToLong(n -> closeness(n, group)).sum())
                .sum();
    }

    private static List<Shard> shards(List<List<Node>> groups) {
        List<SlotRange> ranges = SlotSplit.even(groups.size());
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            List<Node> group = groups.get(i);
            shards.add(new Shard(
                    "s" + (i + 1),
                    1,
                    SlotSet.of(ranges.get(i)),
                    ShardState.FORMING,
                    group.get(0),
                    group.subList(1, group.size())));
        }
        return shards;
    }

    /** Takes one node of every zone in turn, and within a zone one of every host in turn. */
    private static List<Node> interleaved(List<Node> nodes) {
        Map<String, List<Node>> zones = new TreeMap<>();
        nodes.forEach(
                n -> zones.computeIfAbsent(n.zone(), z -> new ArrayList<>()).add(n));
        return roundRobin(
                zones.values().stream().map(FormationPlacement::byHost).toList());
    }

    private static List<Node> byHost(List<Node> zone) {
        Map<String, List<Node>> hosts = new TreeMap<>();
        zone.forEach(
                n -> hosts.computeIfAbsent(n.host(), h -> new ArrayList<>()).add(n));
        return roundRobin(List.copyOf(hosts.values()));
    }

    private static List<Node> roundRobin(List<List<Node>> queues) {
        List<Node> line = new ArrayList<>();
        int longest = queues.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (List<Node> queue : queues) {
                if (i < queue.size()) {
                    line.add(queue.get(i));
                }
            }
        }
        return line;
    }

    private static Node takeBest(List<Node> group, List<Node> rest) {
        Node best = rest.stream()
                .min(Comparator.comparingLong(n -> closeness(n, group)))
                .orElseThrow();
        rest.remove(best);
        return best;
    }

    /** How much a node shares with others of a shard: hosts, then zones. */
    static long closeness(Node node, List<Node> group) {
        return group.stream()
                .filter(other -> !other.equals(node))
                .mapToLong(other -> (other.host().equals(node.host()) ? SAME_HOST : 0)
                        + (other.zone().equals(node.zone()) ? SAME_ZONE : 0))
                .sum();
    }

    private static void improve(List<List<Node>> groups) {
        boolean improved = true;
        while (improved) {
            improved = false;
            for (int i = 0; i < groups.size(); i++) {
                for (int j = i + 1; j < groups.size(); j++) {
                    improved |= swapIfBetter(groups.get(i), groups.get(j));
                }
            }
        }
    }

    private static boolean swapIfBetter(List<Node> a, List<Node> b) {
        boolean swapped = false;
        for (int i = 1; i < a.size(); i++) {
            for (int j = 1; j < b.size(); j++) {
                long before = closeness(a.get(i), a) + closeness(b.get(j), b);
                swap(a, i, b, j);
                if (closeness(a.get(i), a) + closeness(b.get(j), b) < before) {
                    swapped = true;
                } else {
                    swap(a, i, b, j);
                }
            }
        }
        return swapped;
    }

    private static void swap(List<Node> a, int i, List<Node> b, int j) {
        Node kept = a.get(i);
        a.set(i, b.get(j));
        b.set(j, kept);
    }
}
