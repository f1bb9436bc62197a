package io.slotkeeper.e2e.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.slotkeeper.k8s.api.RedisCluster;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Deletes what names an owner that is gone. Stateless. */
final class GarbageCollector {
    private static final List<Class<? extends HasMetadata>> OWNERS = List.of(RedisCluster.class, StatefulSet.class);
    private static final List<Class<? extends HasMetadata>> OWNED = List.of(
            StatefulSet.class,
            Pod.class,
            PersistentVolumeClaim.class,
            Service.class,
            ConfigMap.class,
            ServiceAccount.class,
            PodDisruptionBudget.class,
            NetworkPolicy.class);

    private final KubernetesClient client;

    GarbageCollector(KubernetesClient client) {
        this.client = client;
    }

    void look(String namespace) {
        Set<String> owners = OWNERS.stream()
                .flatMap(type -> all(type, namespace))
                .map(owner -> owner.getMetadata().getUid())
                .collect(Collectors.toSet());
        OWNED.stream()
                .flatMap(type -> all(type, namespace))
                .filter(resource -> resource.getMetadata().getDeletionTimestamp() == null)
                .filter(resource -> !resource.getMetadata().getOwnerReferences().isEmpty()
                        && resource.getMetadata().getOwnerReferences().stream()
                                .noneMatch(owner -> owners.contains(owner.getUid())))
                .forEach(resource -> client.resource(resource).delete());
    }

    private Stream<? extends HasMetadata> all(Class<? extends HasMetadata> type, String namespace) {
        return client.resources(type).inNamespace(namespace).list().getItems().stream();
    }
}
