package io.slotkeeper.k8s.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slotkeeper.k8s.Clusters;
import io.slotkeeper.k8s.api.RedisCluster;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RenderingTest {
    private static final Images IMAGES = Images.ofRelease("1.2.3");

    @Test
    void aClusterBecomesTheseResources() {
        assertThat(render(Clusters.named("demo")))
                .extracting(r -> r.getKind() + " " + r.getMetadata().getName())
                .containsExactly(
                        "ServiceAccount demo-pods",
                        "ConfigMap demo-nodes",
                        "ConfigMap demo-coordinator",
                        "Service demo",
                        "Service demo-nodes",
                        "Service demo-coordinator",
                        "Service demo-stream",
                        "NetworkPolicy demo-nodes",
                        "NetworkPolicy demo-coordinator",
                        "PodDisruptionBudget demo-coordinator",
                        "StatefulSet demo-coordinator",
                        "PodDisruptionBudget demo-shard-0",
                        "StatefulSet demo-shard-0",
                        "PodDisruptionBudget demo-shard-1",
                        "StatefulSet demo-shard-1",
                        "PodDisruptionBudget demo-shard-2",
                        "StatefulSet demo-shard-2");
    }

    @Test
    void extrasComeOnlyWhenAskedFor() {
        RedisCluster cluster = Clusters.of("demo", """
                monitoring: {serviceMonitor: true, dashboard: true}
                network: {policies: false}
                """);
        assertThat(render(cluster))
                .extracting(r -> r.getKind() + " " + r.getMetadata().getName())
                .contains("ServiceMonitor demo", "ConfigMap demo-dashboard")
                .noneMatch(name -> name.startsWith("NetworkPolicy"));
    }

    @Test
    void theSameSpecGivesTheSameResources() {
        RedisCluster cluster = Clusters.of("demo", "redis: {config: {maxmemory: 1gb, timeout: '0'}}");
        assertThat(Serialization.asYaml(render(cluster)))
                .isEqualTo(Serialization.asYaml(
                        render(Clusters.of("demo", "redis: {config: {timeout: '0', maxmemory: 1gb}}"))));
    }

    @Test
    void everythingIsOwnedByTheClusterAndLabelled() {
        assertThat(render(Clusters.named("demo"))).allSatisfy(resource -> {
            assertThat(resource.getMetadata().getNamespace()).isEqualTo("ns");
            assertThat(resource.getMetadata().getLabels()).containsEntry(Names.CLUSTER, "demo");
            assertThat(resource.getMetadata().getAnnotations()).containsKey(Names.RENDERED);
            assertThat(resource.getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(Clusters.UID));
        });
    }

    /** The rules of the "restricted" Pod Security Standard, and a root file system that nobody writes to. */
    @Test
    void podsMeetTheRestrictedStandard() {
        RedisCluster cluster = Clusters.of("demo", "auth: {secretName: pw}\nstorage: {size: 1Gi}");
        assertThat(pods(cluster)).hasSize(4).allSatisfy(pod -> {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getHostNetwork()).isNull();
            assertThat(pod.getHostPID()).isNull();
            assertThat(pod.getVolumes()).noneMatch(volume -> volume.getHostPath() != null);
            assertThat(containers(pod)).allSatisfy(container -> {
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getPorts()).noneMatch(port -> port.getHostPort() != null);
            });
        });
    }

    @Test
    void aPodHandsOverBeforeItEnds() {
        StatefulSet set = shard(Clusters.named("demo"), 0);
        PodSpec pod = set.getSpec().getTemplate().getSpec();
        Container agent = pod.getInitContainers().get(0);
        assertThat(pod.getShareProcessNamespace()).isTrue();
        assertThat(agent.getRestartPolicy()).as("a sidecar: ends after redis").isEqualTo("Always");
        assertThat(agent.getLifecycle().getPreStop().getExec().getCommand())
                .startsWith("slotkeeper", "leave")
                .contains("--timeout=20s", "--then-create=/run/slotkeeper/left");
        Container redis = pod.getContainers().get(0);
        assertThat(redis.getLifecycle().getPreStop().getExec().getCommand())
                .containsExactly("sh", "/etc/slotkeeper/redis/leave.sh");
        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(25 + 30);
        assertThat(set.getSpec().getUpdateStrategy().getType()).isEqualTo("OnDelete");
    }

    @Test
    void oneBudgetForEachShardLetsOnePodGo() {
        List<PodDisruptionBudget> budgets = ofType(Clusters.named("demo"), PodDisruptionBudget.class);
        assertThat(budgets).hasSize(4).allSatisfy(budget -> assertThat(
                        budget.getSpec().getMaxUnavailable().getIntVal())
                .isEqualTo(1));
        assertThat(budgets.get(1).getSpec().getSelector().getMatchLabels()).containsEntry(Names.SHARD_SET, "0");
    }

    @Test
    void othersReachRedisRestAndMetricsOnly() {
        List<NetworkPolicy> policies =
                ofType(Clusters.of("demo", "coordinators: {bridgePort: 7100}"), NetworkPolicy.class);
        assertThat(policies)
                .extracting(policy -> policy.getSpec().getIngress().get(0).getPorts().stream()
                        .map(port -> port.getPort().getIntVal())
                        .toList())
                .containsExactly(List.of(6379, 8081), List.of(8080, 7100));
        assertThat(policies).allSatisfy(policy -> {
            assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress");
            assertThat(policy.getSpec().getIngress()).hasSize(2);
            assertThat(policy.getSpec()
                            .getIngress()
                            .get(1)
                            .getFrom()
                            .get(0)
                            .getPodSelector()
                            .getMatchLabels())
                    .containsEntry(Names.CLUSTER, "demo");
        });
    }

    @Test
    void passwordsAreFilesAndNeverArguments() {
        String yaml = Serialization.asYaml(render(Clusters.of("demo", "auth: {secretName: pw}")));
        assertThat(yaml)
                .contains("--redis-password-file=/etc/slotkeeper/auth/password")
                .contains("secretName: \"pw\"")
                .doesNotContain("REDIS_PASSWORD")
                .doesNotContain("secretKeyRef");
    }

    @Test
    void podsAreReplacedForWhatTheyAreMadeOfAndForNothingElse() {
        String before = template(spec -> {});
        assertThat(template(spec -> spec.append("replicasPerShard: 2\n"))).isEqualTo(before);
        assertThat(template(spec -> spec.append("shards: 5\n"))).isEqualTo(before);
        assertThat(template(spec -> spec.append("monitoring: {dashboard: true}\n")))
                .isEqualTo(before);
        assertThat(template(spec -> spec.append("redis: {image: 'redis:8'}\n"))).isNotEqualTo(before);
        assertThat(template(spec -> spec.append("redis: {config: {timeout: '1'}}\n")))
                .isNotEqualTo(before);
        assertThat(template(spec -> spec.append("agent: {image: 'agent:2'}\n"))).isNotEqualTo(before);
        RedisCluster cluster = Clusters.named("demo");
        assertThat(templateDigest(Request.ofSpec(cluster, IMAGES, "another password")))
                .isNotEqualTo(before);
    }

    @Test
    void coordinatorsAreNotRestartedForANewSize() {
        assertThat(coordinatorTemplate("shards: 5\nreplicasPerShard: 0")).isEqualTo(coordinatorTemplate("shards: 3"));
        assertThat(coordinatorTemplate("failover: {leaseMillis: 2000}")).isNotEqualTo(coordinatorTemplate("shards: 3"));
    }

    private static String coordinatorTemplate(String spec) {
        return ofType(Clusters.of("demo", spec), StatefulSet.class)
                .get(0)
                .getSpec()
                .getTemplate()
                .toString();
    }

    private static String template(Consumer<StringBuilder> change) {
        StringBuilder spec = new StringBuilder("paused: false\n");
        change.accept(spec);
        return templateDigest(Request.ofSpec(Clusters.of("demo", spec.toString()), IMAGES, ""));
    }

    private static String templateDigest(Request request) {
        return new RedisPods(request)
                .render(0, 2)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .get(Names.RENDERED);
    }

    private static List<HasMetadata> render(RedisCluster cluster) {
        return Rendering.of(Request.ofSpec(cluster, IMAGES, ""));
    }

    private static <T> List<T> ofType(RedisCluster cluster, Class<T> type) {
        return render(cluster).stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static StatefulSet shard(RedisCluster cluster, int shard) {
        return ofType(cluster, StatefulSet.class).get(1 + shard);
    }

    private static List<PodSpec> pods(RedisCluster cluster) {
        return ofType(cluster, StatefulSet.class).stream()
                .map(set -> set.getSpec().getTemplate().getSpec())
                .toList();
    }

    private static List<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .toList();
    }
}
