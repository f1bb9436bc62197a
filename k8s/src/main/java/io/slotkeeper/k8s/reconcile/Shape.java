package io.slotkeeper.k8s.reconcile;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.slotkeeper.k8s.api.RedisClusterSpec;
import io.slotkeeper.k8s.coordinators.ClusterView;
import io.slotkeeper.k8s.render.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which StatefulSets of Redis pods there are to be now, with how many pods: what the spec asks for, and what is still part of
 * the slot map. So pods are made before the coordinators use them, and removed after the coordinators let them go.
 */
final class Shape {
    private final RedisClusterSpec spec;
    private final Names names;
    private final Optional<ClusterView> view;

    private Shape(RedisClusterSpec spec, Names names, Optional<ClusterView> view) {
        this.spec = spec;
        this.names = names;
        this.view = view;
    }

    /**
     * Pods by the number of their StatefulSet.
     *
     * @param redisSets all that are there: nothing is taken from them while the coordinators do not answer
     * @param formed whether the cluster was ever seen with a slot map
     */
    static SortedMap<Integer, Integer> of(
            RedisClusterSpec spec,
            Names names,
            List<StatefulSet> redisSets,
            Optional<ClusterView> view,
            boolean formed) {
        return new Shape(spec, names, view.filter(known -> known.leader().isPresent())).podsBySet(redisSets, formed);
    }

    private SortedMap<Integer, Integer> podsBySet(List<StatefulSet> redisSets, boolean formed) {
        SortedMap<Integer, Integer> pods = new TreeMap<>();
        for (int number = 0; number < spec.shards(); number++) {
            pods.put(number, spec.podsPerShard());
        }
        boolean unformed = !formed && view.isPresent() && view.get().shards().isEmpty();
        if (unformed) {
            return pods;
        }
        if (!mayShrink()) {
            redisSets.forEach(set -> pods.merge(number(set), set.getSpec().getReplicas(), Math::max));
        }
        view.ifPresent(known -> inShards(known).forEach((number, needed) -> pods.merge(number, needed, Math::max)));
        return pods;
    }

    /**
     * Only by what the coordinators say: not when they have lost their map, and not while an operation is under way, since nodes
     * that leave a shard are still emptied and forgotten when the map is without them already.
     */
    private boolean mayShrink() {
        return view.filter(known -> !known.shards().isEmpty())
                .filter(known -> known.operations().stream().noneMatch(ClusterView.Operation::isUnderWay))
                .isPresent();
    }

    /** Pods that must stay since they are in a shard, and those of lower ordinals with them. */
    private Map<Integer, Integer> inShards(ClusterView known) {
        Pattern pod = Pattern.compile(Pattern.quote(names.cluster()) + "-shard-([0-9]{1,4})-([0-9]{1,4})");
        Map<Integer, Integer> needed = new TreeMap<>();
        known.nodes().stream()
                .filter(node -> node.shard().isPresent())
                .map(node -> pod.matcher(node.agent()))
                .filter(Matcher::matches)
                .forEach(name ->
                        needed.merge(Integer.parseInt(name.group(1)), 1 + Integer.parseInt(name.group(2)), Math::max));
        return needed;
    }

    /** The number in a StatefulSet's name. */
    static int number(StatefulSet set) {
        return Integer.parseInt(set.getMetadata().getLabels().get(Names.SHARD_SET));
    }

    /** Whether a StatefulSet is one of Redis pods. */
    static boolean isRedis(StatefulSet set) {
        return Names.REDIS.equals(set.getMetadata().getLabels().get(Names.COMPONENT));
    }
}
