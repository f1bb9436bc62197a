package io.slotkeeper.core.plan;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.record.ClusterSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from the names of agents which nodes were started to be one shard: those that differ in the number after the last
 * dash only, as {@code demo-shard-0-0} and {@code demo-shard-0-1} do. Pure and deterministic.
 */
final class NamedGroups {
    private static final Pattern NAME = Pattern.compile("(.+)-\\d+");

    private NamedGroups() {}

    /**
     * The groups, the primary of each first; absent unless there are as many groups as shards, all of them of the right size.
     */
    static Optional<List<List<Node>>> of(ClusterSettings settings, List<Node> nodes) {
        Map<String, List<Node>> byPrefix = new TreeMap<>(NaturalOrder.INSTANCE);
        for (Node node : nodes) {
            Matcher name = NAME.matcher(node.agent());
            if (!name.matches()) {
                return Optional.empty();
            }
            byPrefix.computeIfAbsent(name.group(1), prefix -> new ArrayList<>()).add(node);
        }
        boolean fit = byPrefix.size() == settings.shards()
                && byPrefix.values().stream().allMatch(group -> group.size() == settings.replicas() + 1);
        return fit ? Optional.of(primariesSpread(byPrefix.values())) : Optional.empty();
    }

    /** Of every group in turn the node becomes primary whose zone has the fewest primaries. */
    private static List<List<Node>> primariesSpread(Iterable<List<Node>> groups) {
        Map<String, Integer> primaries = new HashMap<>();
        List<List<Node>> spread = new ArrayList<>();
        for (List<Node> group : groups) {
            Node primary = group.stream()
                    .min(Comparator.comparingInt(node -> primaries.getOrDefault(node.zone(), 0)))
                    .orElseThrow();
            primaries.merge(primary.zone(), 1, Integer::sum);
            List<Node> ordered = new ArrayList<>(group);
            ordered.remove(primary);
            ordered.add(0, primary);
            spread.add(ordered);
        }
        return spread;
    }
}
