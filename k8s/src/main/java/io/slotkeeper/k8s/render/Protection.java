package io.slotkeeper.k8s.render;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Disruption budgets, network policies, and an account without rights. */
final class Protection {
    private final Request request;
    private final Names names;

    Protection(Request request) {
        this.request = request;
        this.names = request.names();
    }

    /** Pods talk to no API server: no token, no role. */
    ServiceAccount account() {
        return new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(names.account())
                .withNamespace(names.namespace())
                .withLabels(names.labels())
                .endMetadata()
                .withAutomountServiceAccountToken(false)
                .build();
    }

    /** One pod of a shard at a time; the next one only when the first is back and in sync, which is its readiness. */
    PodDisruptionBudget shardBudget(int shard) {
        return budget(names.shardSet(shard), Names.REDIS, names.selector(shard));
    }

    /** One coordinator at a time. */
    PodDisruptionBudget coordinatorBudget() {
        return budget(names.coordinators(), Names.COORDINATOR, names.selector(Names.COORDINATOR));
    }

    private PodDisruptionBudget budget(String name, String component, Map<String, String> selector) {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(names.namespace())
                .withLabels(names.labels(component))
                .endMetadata()
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withNewSelector()
                .withMatchLabels(selector)
                .endSelector()
                .endSpec()
                .build();
    }

    /** Everybody may use Redis, REST, stream and metrics; the cluster's own pods may use everything. */
    List<NetworkPolicy> policies() {
        int bridge = request.spec().coordinators().bridgePort();
        List<Integer> coordinatorPorts = new ArrayList<>(List.of(Ports.HTTP));
        if (bridge != 0) {
            coordinatorPorts.add(bridge);
        }
        return List.of(
                policy(names.nodes(), Names.REDIS, List.of(Ports.REDIS, Ports.AGENT_HTTP)),
                policy(names.coordinators(), Names.COORDINATOR, coordinatorPorts));
    }

    private NetworkPolicy policy(String name, String component, List<Integer> open) {
        List<NetworkPolicyPort> ports = open.stream()
                .map(port -> new NetworkPolicyPortBuilder()
                        .withPort(new IntOrString(port))
                        .withProtocol("TCP")
                        .build())
                .toList();
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(names.namespace())
                .withLabels(names.labels(component))
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(names.selector(component))
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .withPorts(ports)
                .endIngress()
                .addNewIngress()
                .addNewFrom()
                .withNewPodSelector()
                .addToMatchLabels(Names.CLUSTER, names.cluster())
                .endPodSelector()
                .endFrom()
                .endIngress()
                .endSpec()
                .build();
    }
}
