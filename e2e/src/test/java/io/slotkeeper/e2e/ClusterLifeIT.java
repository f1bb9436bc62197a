package io.slotkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.slotkeeper.e2e.kube.SmallKubernetes;
import io.slotkeeper.k8s.install.Rights;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.WriteLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The life of one cluster, with the real operator and real processes in the pods. */
class ClusterLifeIT {
    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration CHANGE = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofMinutes(2);

    @Test
    void aClusterIsMadeChangedAndRepaired() throws InterruptedException {
        try (SmallKubernetes kubernetes = new SmallKubernetes(Path.of("target", "kubernetes"), 7);
                OperatorRun operator = OperatorRun.start(kubernetes)) {
            User user = new User(kubernetes);
            user.apply(spec("noeviction"));
            user.awaitSettled(START);
            assertThat(user.redisPods()).hasSize(6);

            rollsUnderLoad(user, operator);
            surrendersAPrimaryInOrder(user);
            survivesAMachine(kubernetes, user);
            neededNoOtherRights(kubernetes);
        }
    }

    /** Leases outlast the pauses of a machine on which a dozen JVMs start. */
    private static String spec(String eviction) {
        return """
                shards: 3
                replicasPerShard: 1
                storage: {size: 1Gi}
                redis: {config: {maxmemory-policy: %s}}
                update: {maxShards: 3}
                coordinators: {count: 1}
                failover: {leaseMillis: 5000}
                """.formatted(eviction);
    }

    /** And the operator is killed in the middle. */
    private static void rollsUnderLoad(User user, OperatorRun operator) throws InterruptedException {
        Map<String, String> before = uids(user);
        try (WriteLoad load = user.load()) {
            load.awaitMore(500, SOON);
            user.apply(spec("allkeys-lru"));
            user.await(CHANGE, "the roll is under way", now -> uids(now).values().stream()
                    .anyMatch(uid -> !before.containsValue(uid)));
            operator.kill9();
            operator.start();
            user.await(
                    CHANGE,
                    "every pod is another one",
                    now -> uids(now).size() == 6 && uids(now).values().stream().noneMatch(before::containsValue));
            user.awaitSettled(SOON);
            load.awaitMore(500, SOON);
            nothingIsLost(user, load.stop());
        }
    }

    private static void surrendersAPrimaryInOrder(User user) {
        String primary = user.primary("s1");
        Pod pod = user.pod(primary);
        try (WriteLoad load = user.load()) {
            load.awaitMore(500, SOON);
            user.delete(pod);
            user.await(SOON, "the pod is replaced", now -> isAnother(now, pod));
            user.awaitSettled(SOON);
            load.awaitMore(500, SOON);
            nothingIsLost(user, load.stop());
        }
        assertThat(user.primary("s1")).isNotEqualTo(primary);
    }

    /** The machine of a primary, without a coordinator: its shard fails over, its pods come back elsewhere with empty volumes. */
    private static void survivesAMachine(SmallKubernetes kubernetes, User user) {
        Set<String> ofCoordinators = kubernetes.pods().stream()
                .filter(pod -> pod.getMetadata().getName().contains("-coordinator-"))
                .map(pod -> pod.getSpec().getNodeName())
                .collect(Collectors.toSet());
        Pod pod = user.cluster().getStatus().shards().stream()
                .map(shard -> user.pod(shard.primary()))
                .filter(primary -> !ofCoordinators.contains(primary.getSpec().getNodeName()))
                .findFirst()
                .orElseThrow();
        kubernetes.loseMachine(pod.getSpec().getNodeName());
        user.await(SOON, "the pod is replaced", now -> isAnother(now, pod));
        user.awaitSettled(SOON);
        try (WriteLoad load = user.load()) {
            load.awaitMore(500, SOON);
            nothingIsLost(user, load.stop());
        }
    }

    private static void neededNoOtherRights(SmallKubernetes kubernetes) {
        assertThat(kubernetes.api().calls(OperatorRun.NAME))
                .as("calls of the operator")
                .anyMatch(
                        call -> call.verb().equals("delete") && call.resource().equals("pods"))
                .allSatisfy(call ->
                        assertThat(Rights.everywhere()).as(call.toString()).anyMatch(call::isAllowedBy));
    }

    private static boolean isAnother(User user, Pod pod) {
        Pod now = user.pod(pod.getMetadata().getName());
        return now != null
                && !now.getMetadata().getUid().equals(pod.getMetadata().getUid())
                && now.getStatus() != null
                && now.getStatus().getPodIP() != null;
    }

    private static Map<String, String> uids(User user) {
        return user.redisPods().stream()
                .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), pod -> pod.getMetadata()
                        .getUid()));
    }

    private static void nothingIsLost(User user, History history) {
        System.out.println(history.acks().size() + " writes, blocked " + history.blockedMillis() + " ms, errors "
                + history.errors());
        assertThat(history.errors()).as("errors besides redirects").isEmpty();
        assertThat(user.checker().check(history).clean())
                .as(() -> user.checker().check(history).toString())
                .isTrue();
    }
}
