package io.slotkeeper.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.slotkeeper.k8s.api.RedisCluster;
import io.slotkeeper.k8s.install.Rights;
import io.slotkeeper.k8s.mock.ApiServer;
import io.slotkeeper.k8s.mock.Call;
import io.slotkeeper.k8s.mock.PodController;
import io.slotkeeper.k8s.reconcile.ClusterReconciler.Pace;
import io.slotkeeper.k8s.render.Images;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole operator, with its watches and its election, against the mock API server. */
class OperatorProcessTest {
    private static final Pace FAST = new Pace(Duration.ofMillis(200), Duration.ofMillis(200));
    /** A lease that nobody gave back lasts for 15 s, and the machine may be busy. */
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    /**
     * Rights whose use this test does not see: a step of a rolling update needs coordinators (see {@code ReconciliationTest}); of
     * some kinds nothing is ever too much here; and one only another API server asks for.
     */
    private static final List<String> NOT_SEEN_HERE = List.of(
            "update redisclusters/finalizers",
            "delete statefulsets",
            "delete services",
            "delete serviceaccounts",
            "delete poddisruptionbudgets",
            "get pods",
            "delete pods",
            "list persistentvolumeclaims",
            "patch persistentvolumeclaims",
            "update leases");

    @Test
    void needsTheRightsOfItsManifestsAndUsesAllOfThem() {
        try (ApiServer api = new ApiServer()) {
            prepare(api);
            try (OperatorProcess operator =
                    new OperatorProcess(api.newClient("operator"), options(Optional.of("home")), FAST)) {
                operator.start();
                create(api, """
                        auth: {secretName: pw}
                        monitoring: {serviceMonitor: true, dashboard: true}
                        """);
                await(() -> statefulSets(api) == 4);
                new PodController(api.client()).run();
                await(() -> zonesKnown(api) == 6);
                change(api, "auth: {secretName: pw}\nnetwork: {policies: false}");
                await(() -> api.client()
                        .network()
                        .networkPolicies()
                        .inNamespace("ns")
                        .list()
                        .getItems()
                        .isEmpty());
            }
            Set<Call> calls = api.calls("operator");
            List<PolicyRule> rules = Stream.concat(Rights.everywhere().stream(), Rights.atHome().stream())
                    .toList();
            calls.removeIf(call -> call.resource().equals("selfsubjectrulesreviews"));
            assertThat(calls).allSatisfy(call -> assertThat(rules)
                    .as(call + " is not among the rights")
                    .anyMatch(call::isAllowedBy));
            assertThat(unused(rules, calls)).containsExactlyElementsOf(NOT_SEEN_HERE);
        }
    }

    private static List<String> unused(List<PolicyRule> rules, Set<Call> calls) {
        List<String> unused = new ArrayList<>();
        for (PolicyRule rule : rules) {
            for (String resource : rule.getResources()) {
                for (String verb : rule.getVerbs()) {
                    Call call = new Call("operator", verb, rule.getApiGroups().get(0), resource);
                    if (!calls.contains(call)) {
                        unused.add(verb + " " + resource);
                    }
                }
            }
        }
        return unused;
    }

    @Test
    void ofTwoOperatorsOneWorksAndTheOtherTakesOver() {
        try (ApiServer api = new ApiServer()) {
            prepare(api);
            OperatorProcess first = new OperatorProcess(api.newClient("first"), options(Optional.of("home")), FAST);
            first.start();
            create(api, "{}");
            await(() -> statefulSets(api) == 4);
            try (OperatorProcess second =
                    new OperatorProcess(api.newClient("second"), options(Optional.of("home")), FAST)) {
                Thread waiting = new Thread(second::start);
                waiting.start();
                first.close();
                api.client()
                        .services()
                        .inNamespace("ns")
                        .withName("demo-stream")
                        .delete();
                await(() -> api.client()
                                .services()
                                .inNamespace("ns")
                                .withName("demo-stream")
                                .get()
                        != null);
            }
        }
    }

    private static OperatorOptions options(Optional<String> leaseNamespace) {
        return new OperatorOptions(Set.of(), Images.ofRelease("1"), leaseNamespace, 0);
    }

    private static void prepare(ApiServer api) {
        KubernetesClient user = api.client();
        user.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("machine")
                        .endMetadata()
                        .build())
                .create();
        user.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("pw")
                        .withNamespace("ns")
                        .endMetadata()
                        .addToData("password", "cHc=")
                        .build())
                .create();
    }

    private static void create(ApiServer api, String spec) {
        api.client().resource(Clusters.of("demo", spec)).create();
    }

    private static void change(ApiServer api, String spec) {
        RedisCluster there = api.client()
                .resources(RedisCluster.class)
                .inNamespace("ns")
                .withName("demo")
                .get();
        there.setSpec(Clusters.of("demo", spec).getSpec());
        api.client().resource(there).update();
    }

    private static int statefulSets(ApiServer api) {
        return api.client()
                .apps()
                .statefulSets()
                .inNamespace("ns")
                .list()
                .getItems()
                .size();
    }

    private static long zonesKnown(ApiServer api) {
        return api.client().pods().inNamespace("ns").list().getItems().stream()
                .filter(pod ->
                        "unknown".equals(pod.getMetadata().getAnnotations().get("slotkeeper.io/zone")))
                .count();
    }

    private static void await(BooleanSupplier condition) {
        org.awaitility.Awaitility.await().atMost(TIMEOUT).until(condition::getAsBoolean);
    }
}
