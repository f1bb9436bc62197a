package io.slotkeeper.k8s.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.slotkeeper.k8s.render.Names;
import io.slotkeeper.k8s.roll.ShardPods;
import io.slotkeeper.k8s.scale.RedisSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Pods of the API server, as the planner of rolling changes sees them. Pure. */
final class LivePods {
    private LivePods() {}

    /** The StatefulSets of Redis pods as they are wanted, each with the pods that it has. */
    static List<ShardPods> of(List<HasMetadata> wanted, List<Pod> pods) {
        return wanted.stream()
                .filter(StatefulSet.class::isInstance)
                .map(StatefulSet.class::cast)
                .filter(Shape::isRedis)
                .map(set -> new ShardPods(
                        set.getMetadata().getName(),
                        set.getSpec().getReplicas(),
                        set.getSpec()
                                .getTemplate()
                                .getMetadata()
                                .getAnnotations()
                                .get(Names.RENDERED),
                        podsOf(set, pods)))
                .toList();
    }

    /** The StatefulSets of Redis pods that are there, each with its pods. */
    static List<RedisSet> sets(List<StatefulSet> redisSets, List<Pod> pods) {
        return redisSets.stream()
                .map(set -> new RedisSet(
                        Shape.number(set),
                        set.getSpec().getReplicas(),
                        podsOf(set, pods).stream()
                                .map(pod ->
                                        new RedisSet.Pod(pod.name(), ordinal(pod.name()), pod.ready() && !pod.ending()))
                                .sorted(Comparator.comparing(RedisSet.Pod::ordinal))
                                .toList()))
                .toList();
    }

    private static int ordinal(String pod) {
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
    }

    private static List<ShardPods.Pod> podsOf(StatefulSet set, List<Pod> pods) {
        Map<String, String> selector = set.getSpec().getSelector().getMatchLabels();
        return pods.stream()
                .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .map(LivePods::pod)
                .toList();
    }

    private static ShardPods.Pod pod(Pod pod) {
        return new ShardPods.Pod(
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                Objects.requireNonNullElse(pod.getMetadata().getAnnotations().get(Names.RENDERED), ""),
                isReady(pod),
                pod.getMetadata().getDeletionTimestamp() != null);
    }

    static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }
}
