package io.slotkeeper.core.plan;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the loss of each zone and of each host would do to the shards, by where their nodes stand. Pure.
 *
 * @param losses zones first, then hosts, each in the order of names
 */
public record FailureReport(List<Loss> losses) {
    public FailureReport {
        losses = List.copyOf(losses);
    }

    /** What is lost together. */
    public enum Domain {
        ZONE,
        HOST;

        /** The name in the interfaces. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a shard comes through. */
    public enum Effect {
        /** No node of it is lost. */
        UNTOUCHED,
        /** Replicas are lost, the primary serves on. */
        LOSES_REPLICAS,
        /** The primary is lost, and a replica is left. */
        FAILS_OVER,
        /** All nodes are lost. */
        LOST;

        /** The name in the interfaces: {@code fails-over}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The loss of one zone or host.
     *
     * @param domain what it is
     * @param name of the zone, or the host's address
     * @param shards what it does to each shard
     */
    public record Loss(Domain domain, String name, List<Impact> shards) {
        public Loss {
            shards = List.copyOf(shards);
        }

        /** Whether every shard goes on. */
        public boolean isSurvived() {
            return shards.stream().noneMatch(impact -> impact.effect() == Effect.LOST);
        }
    }

    /**
     * What a loss does to one shard.
     *
     * @param shard shard id
     * @param effect how it comes through
     * @param left its nodes that are left, the primary first when it is among them
     */
    public record Impact(String shard, Effect effect, List<Node> left) {
        public Impact {
            left = List.copyOf(left);
        }
    }

    /** The report for a slot map. Nodes without a zone count as in none. */
    public static FailureReport of(SlotMap map) {
        List<Loss> losses = new ArrayList<>();
        losses.addAll(losses(map, Domain.ZONE, Node::zone));
        losses.addAll(losses(map, Domain.HOST, Node::host));
        return new FailureReport(losses);
    }

    private static List<Loss> losses(SlotMap map, Domain domain, Function<Node, String> place) {
        SortedSet<String> names = map.shards().stream()
                .flatMap(Shard::nodes)
                .map(place)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        return names.stream()
                .map(name -> new Loss(
                        domain,
                        name,
                        map.shards().stream()
                                .map(shard -> impact(shard, place, name))
                                .toList()))
                .toList();
    }

    private static Impact impact(Shard shard, Function<Node, String> place, String lost) {
        List<Node> left =
                shard.nodes().filter(node -> !place.apply(node).equals(lost)).toList();
        Effect effect;
        if (left.isEmpty()) {
            effect = Effect.LOST;
        } else if (left.size() == 1 + shard.replicas().size()) {
            effect = Effect.UNTOUCHED;
        } else {
            effect = left.contains(shard.primary()) ? Effect.LOSES_REPLICAS : Effect.FAILS_OVER;
        }
        return new Impact(shard.id(), effect, left);
    }
}
