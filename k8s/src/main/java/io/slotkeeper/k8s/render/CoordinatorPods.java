package io.slotkeeper.k8s.render;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.slotkeeper.k8s.api.CoordinatorsSpec;
import io.slotkeeper.k8s.api.FailoverSpec;
import io.slotkeeper.k8s.api.RedisClusterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The StatefulSet of the coordinators. They know each other by the names of their pods, since addresses change. A new group
 * forms only once all are there, so they start together; changes are rolled out one pod after the other.
 */
final class CoordinatorPods {
    private static final String DATA_DIR = "/data";
    private static final String CONFIG_DIR = "/etc/slotkeeper/coordinator";
    /** The leader hands over, the log is closed. */
    private static final long GRACE_SECONDS = 30;

    private final Request request;
    private final RedisClusterSpec spec;
    private final CoordinatorsSpec coordinators;
    private final Names names;

    CoordinatorPods(Request request) {
        this.request = request;
        this.spec = request.spec();
        this.coordinators = spec.coordinators();
        this.names = request.names();
    }

    StatefulSet render() {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName(names.coordinators())
                .withNamespace(names.namespace())
                .withLabels(names.labels(Names.COORDINATOR))
                .endMetadata()
                .withNewSpec()
                .withReplicas(coordinators.count())
                .withServiceName(names.coordinators())
                .withPodManagementPolicy("Parallel")
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .endUpdateStrategy()
                .withNewPersistentVolumeClaimRetentionPolicy()
                .withWhenDeleted(spec.whenDeleted().name())
                .withWhenScaled("Retain")
                .endPersistentVolumeClaimRetentionPolicy()
                .withNewSelector()
                .withMatchLabels(names.selector(Names.COORDINATOR))
                .endSelector()
                .withTemplate(template())
                .withVolumeClaimTemplates(
                        RedisPods.claim("data", coordinators.storageSize(), coordinators.storageClassName()))
                .endSpec()
                .build();
    }

    private PodTemplateSpec template() {
        Map<String, String> selector = names.selector(Names.COORDINATOR);
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(names.labels(Names.COORDINATOR))
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(names.account())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withSecurityContext(Pods.podSecurity())
                .withAffinity(Pods.apart(selector, spec.placement().hosts()))
                .withTopologySpreadConstraints(Pods.overZones(selector, spec.placement()))
                .withNodeSelector(spec.placement().nodeSelector())
                .withTolerations(spec.placement().tolerations())
                .withContainers(container())
                .addNewVolume()
                .withName("config")
                .withNewConfigMap()
                .withName(names.coordinators())
                .endConfigMap()
                .endVolume()
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build();
    }

    private Container container() {
        return new ContainerBuilder()
                .withName("coordinator")
                .withImage(Objects.requireNonNullElse(
                        coordinators.image(), request.images().coordinator()))
                .withArgs(arguments())
                .withEnv(
                        Pods.fact("POD_IP", "status.podIP"), Pods.fact("POD_NAME", "metadata.name"), Pods.javaOptions())
                .addNewPort()
                .withName("http")
                .withContainerPort(Ports.HTTP)
                .endPort()
                .addNewPort()
                .withName("cluster")
                .withContainerPort(Ports.CLUSTER)
                .endPort()
                .addNewPort()
                .withName("raft")
                .withContainerPort(Ports.RAFT)
                .endPort()
                .withResources(Objects.requireNonNullElseGet(
                        coordinators.resources(), () -> Pods.resources("250m", "512Mi", "1280Mi")))
                .withSecurityContext(Pods.containerSecurity())
                .withStartupProbe(Pods.http("/health/live", Ports.HTTP, 2, 150))
                .withReadinessProbe(Pods.http("/health/live", Ports.HTTP, 5, 2))
                .withLivenessProbe(Pods.http("/health/live", Ports.HTTP, 10, 6))
                .addNewVolumeMount()
                .withName("config")
                .withMountPath(CONFIG_DIR)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("data")
                .withMountPath(DATA_DIR)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .build();
    }

    private List<String> arguments() {
        FailoverSpec failover = spec.failover();
        List<String> arguments = new ArrayList<>(List.of(
                "--config=" + CONFIG_DIR + "/coordinator.yaml",
                "--id=$(POD_NAME)",
                "--host=$(POD_IP)",
                "--http-port=" + Ports.HTTP,
                "--cluster-port=" + Ports.CLUSTER,
                "--raft-port=" + Ports.RAFT,
                "--bridge-port=" + coordinators.bridgePort(),
                "--data-dir=" + DATA_DIR + "/log",
                "--seeds=" + addresses(request, Ports.CLUSTER),
                "--failover-min-interval=" + failover.minIntervalMillis() + "ms",
                "--lease=" + failover.leaseMillis() + "ms",
                "--promote-partitioned=" + failover.promotePartitioned(),
                "--write-safety=" + failover.writeSafety().name().toLowerCase(Locale.ROOT)));
        arguments.add("--peers="
                + names.coordinatorIds(coordinators.count()).stream()
                        .map(id -> id + "=" + names.coordinatorHost(id) + ":" + Ports.RAFT)
                        .collect(Collectors.joining(",")));
        return arguments;
    }

    /**
     * The configuration file: what counts only while the log is empty. It is no part of the pods, which need no restart when it
     * changes.
     */
    ConfigMap configuration() {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(names.coordinators())
                .withNamespace(names.namespace())
                .withLabels(names.labels(Names.COORDINATOR))
                .endMetadata()
                .addToData(
                        "coordinator.yaml",
                        "shards: " + spec.shards() + "\nreplicas: " + spec.replicasPerShard() + "\n")
                .build();
    }

    /** {@code host:port} of every coordinator, with commas. */
    static String addresses(Request request, int port) {
        Names names = request.names();
        return names.coordinatorIds(request.spec().coordinators().count()).stream()
                .map(id -> names.coordinatorHost(id) + ":" + port)
                .collect(Collectors.joining(","));
    }

    /** Base addresses of their REST interfaces, with commas. */
    static String urls(Request request) {
        Names names = request.names();
        return names.coordinatorIds(request.spec().coordinators().count()).stream()
                .map(id -> "http://" + names.coordinatorHost(id) + ":" + Ports.HTTP)
                .collect(Collectors.joining(","));
    }
}
