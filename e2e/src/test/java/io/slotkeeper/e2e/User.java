package io.slotkeeper.e2e;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slotkeeper.e2e.kube.SmallKubernetes;
import io.slotkeeper.k8s.api.RedisCluster;
import io.slotkeeper.k8s.api.RedisClusterSpec;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.WriteLoad;
import io.slotkeeper.testkit.WriteLoadOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import redis.clients.jedis.HostAndPort;

/** What a user of the cluster {@code demo} does and sees: its resource, its pods, its keys. */
final class User {
    private static final String NAME = "demo";
    private static final int REDIS = 6379;

    private final SmallKubernetes kubernetes;

    User(SmallKubernetes kubernetes) {
        this.kubernetes = kubernetes;
    }

    private KubernetesClient client() {
        return kubernetes.client();
    }

    /** Creates the cluster, or changes its spec. */
    void apply(String spec) {
        RedisClusterSpec wanted = Serialization.unmarshal(spec, RedisClusterSpec.class);
        RedisCluster there = cluster();
        if (there == null) {
            RedisCluster made = new RedisCluster();
            made.getMetadata().setName(NAME);
            made.getMetadata().setNamespace(SmallKubernetes.NAMESPACE);
            made.setSpec(wanted);
            client().resource(made).create();
        } else {
            client().resource(there).edit(live -> {
                live.setSpec(wanted);
                return live;
            });
        }
    }

    void delete(Pod pod) {
        client().resource(pod).delete();
    }

    RedisCluster cluster() {
        return client().resources(RedisCluster.class)
                .inNamespace(SmallKubernetes.NAMESPACE)
                .withName(NAME)
                .get();
    }

    /** Conditions by their type. */
    Map<String, Condition> conditions() {
        RedisCluster there = cluster();
        return there == null || there.getStatus() == null
                ? Map.of()
                : there.getStatus().conditions().stream()
                        .collect(Collectors.toMap(Condition::getType, condition -> condition));
    }

    /** All is well with the newest spec, and nothing is under way. */
    boolean isSettled() {
        Map<String, Condition> conditions = conditions();
        return !conditions.isEmpty()
                && Objects.equals(
                        conditions.get("Ready").getObservedGeneration(),
                        cluster().getMetadata().getGeneration())
                && is("Ready", "True", conditions)
                && is("Progressing", "False", conditions)
                && is("Degraded", "False", conditions);
    }

    private static boolean is(String type, String status, Map<String, Condition> conditions) {
        return conditions.get(type).getStatus().equals(status);
    }

    /** Waits until it is so; says what is there when it does not come. */
    void awaitSettled(Duration timeout) {
        await(timeout, "all is settled", user -> user.isSettled());
    }

    void await(Duration timeout, String what, Predicate<User> condition) {
        Awaitility.await(what)
                .atMost(timeout)
                .pollInterval(Duration.ofMillis(200))
                .conditionEvaluationListener(evaluated -> {
                    if (!evaluated.isSatisfied() && evaluated.getRemainingTimeInMS() < 500) {
                        System.out.println("conditions: " + conditions());
                    }
                })
                .until(() -> condition.test(this));
    }

    /** The pod that leads a shard, in the eyes of the status. */
    String primary(String shard) {
        return cluster().getStatus().shards().stream()
                .filter(each -> each.id().equals(shard))
                .map(each -> each.primary())
                .findFirst()
                .orElseThrow();
    }

    List<Pod> redisPods() {
        return kubernetes.pods().stream()
                .filter(pod -> pod.getMetadata().getName().contains("-shard-"))
                .toList();
    }

    Pod pod(String name) {
        return client().pods()
                .inNamespace(SmallKubernetes.NAMESPACE)
                .withName(name)
                .get();
    }

    List<HostAndPort> servers() {
        return redisPods().stream()
                .map(pod -> new HostAndPort(pod.getStatus().getPodIP(), REDIS))
                .toList();
    }

    /** Writers on all shards. */
    WriteLoad load() {
        return WriteLoad.start(WriteLoadOptions.to(servers())
                .withWriters(2)
                .withPacing(Duration.ofMillis(1))
                .withTimeout(Duration.ofSeconds(5)));
    }

    HistoryChecker checker() {
        return new HistoryChecker(servers());
    }
}
