package io.slotkeeper.k8s.render;

import io.slotkeeper.k8s.api.RedisCluster;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the resources of one cluster are called. Names never change: pods find their volumes and each other by them.
 *
 * @param namespace of all of them
 * @param cluster name of the {@code RedisCluster}
 */
public record Names(String namespace, String cluster) {
    /** Value of {@code app.kubernetes.io/managed-by}, and field manager of every change. */
    public static final String MANAGER = "slotkeeper-operator";
    /** Label: the cluster that a resource belongs to. */
    public static final String CLUSTER = "slotkeeper.io/cluster";
    /** Label: {@code redis} or {@code coordinator}. */
    public static final String COMPONENT = "app.kubernetes.io/component";
    /** Label of Redis pods: number of their StatefulSet. */
    public static final String SHARD_SET = "slotkeeper.io/shard-set";
    /** Annotation: what a resource, or the pods of a template, were rendered from; differs when anything differs. */
    public static final String RENDERED = "slotkeeper.io/rendered";
    /** Annotation of Redis pods: the failure domain of their machine. */
    public static final String ZONE = "slotkeeper.io/zone";
    /** Component of Redis pods. */
    public static final String REDIS = "redis";
    /** Component of coordinator pods. */
    public static final String COORDINATOR = "coordinator";
    /** Longest name of a cluster: pods, and the labels that Kubernetes makes of StatefulSets' names, must fit 63. */
    public static final int LONGEST = 40;

    /** Those of a cluster. */
    public static Names of(RedisCluster cluster) {
        return new Names(
                cluster.getMetadata().getNamespace(), cluster.getMetadata().getName());
    }

    /** StatefulSet, headless Service and ConfigMap of the coordinators. */
    public String coordinators() {
        return cluster + "-coordinator";
    }

    /** Service of the coordinators' REST interface and stream. */
    public String stream() {
        return cluster + "-stream";
    }

    /** Headless Service and ConfigMap of the Redis pods. */
    public String nodes() {
        return cluster + "-nodes";
    }

    /** ServiceAccount of all pods. */
    public String account() {
        return cluster + "-pods";
    }

    /** StatefulSet and PodDisruptionBudget of a shard, counted from 0. */
    public String shardSet(int shard) {
        return cluster + "-shard-" + shard;
    }

    /** Pod of a shard's StatefulSet, and so the name of its agent. */
    public String pod(int shard, int ordinal) {
        return shardSet(shard) + "-" + ordinal;
    }

    /** Ids of coordinators: the names of their pods. */
    public List<String> coordinatorIds(int count) {
        return IntStream.range(0, count).mapToObj(i -> coordinators() + "-" + i).toList();
    }

    /** Name by which a coordinator's pod is found whatever its address. */
    public String coordinatorHost(String id) {
        return id + "." + coordinators() + "." + namespace + ".svc";
    }

    /** Labels of everything that belongs to the cluster. */
    public SortedMap<String, String> labels() {
        return new TreeMap<>(Map.of(
                "app.kubernetes.io/name",
                "slotkeeper",
                "app.kubernetes.io/instance",
                cluster,
                "app.kubernetes.io/managed-by",
                MANAGER,
                CLUSTER,
                cluster));
    }

    /** Labels of one kind of pod and of what belongs to it. */
    public SortedMap<String, String> labels(String component) {
        SortedMap<String, String> labels = labels();
        labels.put(COMPONENT, component);
        return labels;
    }

    /** What selects one kind of pod. */
    public SortedMap<String, String> selector(String component) {
        return new TreeMap<>(Map.of(CLUSTER, cluster, COMPONENT, component));
    }

    /** What selects the pods of one shard's StatefulSet. */
    public SortedMap<String, String> selector(int shard) {
        SortedMap<String, String> selector = selector(REDIS);
        selector.put(SHARD_SET, Integer.toString(shard));
        return selector;
    }
}
