package io.slotkeeper.e2e.kube;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.slotkeeper.k8s.render.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller of StatefulSets, as far as ours use it: pods in parallel, claims and their retention, {@code OnDelete} and
 * {@code RollingUpdate}, status. Stateless; for one thread.
 */
final class StatefulSets {
    private static final Logger LOG = LoggerFactory.getLogger(StatefulSets.class);
    private static final String REVISION = "controller-revision-hash";

    private final KubernetesClient client;
    private final BiFunction<StatefulSet, List<Pod>, String> scheduler;

    /**
     * For a server.
     *
     * @param scheduler the machine of a new pod of a set, beside these pods
     */
    StatefulSets(KubernetesClient client, BiFunction<StatefulSet, List<Pod>, String> scheduler) {
        this.client = client;
        this.scheduler = scheduler;
    }

    /** Brings the pods of a set nearer to what it says. */
    void look(StatefulSet set, List<Pod> all) {
        List<Pod> pods = new ArrayList<>(all.stream()
                .filter(pod -> pod.hasOwnerReferenceFor(set))
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList());
        List<Pod> known = new ArrayList<>(all);
        for (int i = 0; i < set.getSpec().getReplicas(); i++) {
            String name = set.getMetadata().getName() + "-" + i;
            if (known.stream().noneMatch(pod -> pod.getMetadata().getName().equals(name))) {
                known.add(make(set, name, known));
            }
        }
        pods.stream()
                .filter(pod -> ordinal(pod) >= set.getSpec().getReplicas() && isStaying(pod))
                .forEach(pod -> client.resource(pod).delete());
        if (set.getSpec().getUpdateStrategy().getType().equals("RollingUpdate")) {
            replaceOne(set, pods);
        }
        if (set.getSpec()
                .getPersistentVolumeClaimRetentionPolicy()
                .getWhenScaled()
                .equals("Delete")) {
            deleteClaims(set, pods);
        }
        report(set, pods);
    }

    private void replaceOne(StatefulSet set, List<Pod> pods) {
        if (pods.size() == set.getSpec().getReplicas() && pods.stream().allMatch(StatefulSets::isReady)) {
            pods.stream()
                    .filter(pod ->
                            !revision(set).equals(pod.getMetadata().getLabels().get(REVISION)))
                    .max(Comparator.comparing(StatefulSets::ordinal))
                    .ifPresent(pod -> client.resource(pod).delete());
        }
    }

    private Pod make(StatefulSet set, String name, List<Pod> others) {
        List<Volume> volumes = new ArrayList<>();
        for (PersistentVolumeClaim claim : set.getSpec().getVolumeClaimTemplates()) {
            String claimName = claim.getMetadata().getName() + "-" + name;
            makeClaim(set, claim, claimName);
            volumes.add(new VolumeBuilder()
                    .withName(claim.getMetadata().getName())
                    .withNewPersistentVolumeClaim()
                    .withClaimName(claimName)
                    .endPersistentVolumeClaim()
                    .build());
        }
        String machine = scheduler.apply(set, others);
        LOG.info("{} goes to {}", name, machine);
        Pod pod = new PodBuilder()
                .withMetadata(set.getSpec().getTemplate().getMetadata())
                .withSpec(set.getSpec().getTemplate().getSpec())
                .editMetadata()
                .withName(name)
                .withNamespace(set.getMetadata().getNamespace())
                .addToLabels(REVISION, revision(set))
                .withFinalizers(Kubelet.FINALIZER)
                .withOwnerReferences(owner(set))
                .endMetadata()
                .editSpec()
                .withHostname(name)
                .withSubdomain(set.getSpec().getServiceName())
                .withNodeName(machine)
                .addAllToVolumes(volumes)
                .endSpec()
                .build();
        return client.resource(pod).create();
    }

    private void makeClaim(StatefulSet set, PersistentVolumeClaim template, String name) {
        String namespace = set.getMetadata().getNamespace();
        if (client.persistentVolumeClaims()
                        .inNamespace(namespace)
                        .withName(name)
                        .get()
                != null) {
            return;
        }
        boolean goesWithSet = set.getSpec()
                .getPersistentVolumeClaimRetentionPolicy()
                .getWhenDeleted()
                .equals("Delete");
        client.resource(new PersistentVolumeClaimBuilder(template)
                        .editMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .withLabels(set.getSpec().getSelector().getMatchLabels())
                        .withOwnerReferences(goesWithSet ? List.of(owner(set)) : List.of())
                        .endMetadata()
                        .withNewStatus()
                        .withPhase("Bound")
                        .withCapacity(template.getSpec().getResources().getRequests())
                        .endStatus()
                        .build())
                .create();
    }

    /** Those of pods that are too many and gone. */
    private void deleteClaims(StatefulSet set, List<Pod> pods) {
        for (PersistentVolumeClaim template : set.getSpec().getVolumeClaimTemplates()) {
            String prefix =
                    template.getMetadata().getName() + "-" + set.getMetadata().getName() + "-";
            client
                    .persistentVolumeClaims()
                    .inNamespace(set.getMetadata().getNamespace())
                    .withLabels(set.getSpec().getSelector().getMatchLabels())
                    .list()
                    .getItems()
                    .stream()
                    .filter(claim -> {
                        String number = claim.getMetadata().getName().substring(prefix.length());
                        return Integer.parseInt(number) >= set.getSpec().getReplicas()
                                && pods.stream().noneMatch(pod -> Integer.toString(ordinal(pod))
                                        .equals(number));
                    })
                    .forEach(claim -> client.resource(claim).delete());
        }
    }

    private void report(StatefulSet set, List<Pod> pods) {
        int ready = (int) pods.stream()
                .filter(StatefulSets::isReady)
                .filter(StatefulSets::isStaying)
                .count();
        StatefulSetStatus status = new StatefulSetStatusBuilder()
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withReplicas(pods.size())
                .withReadyReplicas(ready)
                .withAvailableReplicas(ready)
                .build();
        if (!status.equals(set.getStatus())) {
            client.resource(set).editStatus(live -> {
                live.setStatus(status);
                return live;
            });
        }
    }

    private static OwnerReference owner(StatefulSet set) {
        return new OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind("StatefulSet")
                .withName(set.getMetadata().getName())
                .withUid(set.getMetadata().getUid())
                .withController(true)
                .build();
    }

    private static String revision(StatefulSet set) {
        return Digest.of(set.getSpec().getTemplate());
    }

    private static int ordinal(Pod pod) {
        String name = pod.getMetadata().getName();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    private static boolean isStaying(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null;
    }

    static boolean isReady(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .map(condition -> Map.entry(condition.getType(), condition.getStatus()))
                .anyMatch(Map.entry("Ready", "True")::equals);
    }
}
