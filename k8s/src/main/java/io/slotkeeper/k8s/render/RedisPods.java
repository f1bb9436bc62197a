package io.slotkeeper.k8s.render;

import static io.slotkeeper.k8s.render.Pods.env;
import static io.slotkeeper.k8s.render.Pods.fact;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.slotkeeper.k8s.api.RedisClusterSpec;
import io.slotkeeper.k8s.api.StorageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A StatefulSet of Redis pods for each shard. Its pods are replaced by the operator only ({@code OnDelete}).
 *
 * <p>A pod has two containers that share their processes: {@code redis}, and the {@code agent} as a sidecar that starts
 * before it and ends after it. Both have a hook that runs before a pod ends: the agent hands the shard over, and redis waits
 * for that.
 */
final class RedisPods {
    private static final String CONF_DIR = "/etc/slotkeeper/redis";
    private static final String AUTH_DIR = "/etc/slotkeeper/auth";
    private static final String POD_DIR = "/etc/slotkeeper/pod";
    private static final String RUN_DIR = "/run/slotkeeper";
    private static final String DATA_DIR = "/data";
    private static final String TMP_DIR = "/tmp";
    private static final String DATA = "data";
    /** How long a pod that ends may take to hand over. */
    private static final int LEAVE_SECONDS = 25;
    /** Handing over, then what Redis needs to write its data. */
    private static final long GRACE_SECONDS = 120;

    private final Request request;
    private final RedisClusterSpec spec;
    private final Names names;

    RedisPods(Request request) {
        this.request = request;
        this.spec = request.spec();
        this.names = request.names();
    }

    StatefulSet render(int shard, int pods) {
        Map<String, String> labels = new TreeMap<>(names.labels(Names.REDIS));
        labels.put(Names.SHARD_SET, Integer.toString(shard));
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName(names.shardSet(shard))
                .withNamespace(names.namespace())
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withReplicas(pods)
                .withServiceName(names.nodes())
                .withPodManagementPolicy("Parallel")
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .withNewPersistentVolumeClaimRetentionPolicy()
                .withWhenDeleted(spec.whenDeleted().name())
                .withWhenScaled("Delete")
                .endPersistentVolumeClaimRetentionPolicy()
                .withNewSelector()
                .withMatchLabels(names.selector(shard))
                .endSelector()
                .withTemplate(template(shard, labels))
                .withVolumeClaimTemplates(claims())
                .endSpec()
                .build();
    }

    private PodTemplateSpec template(int shard, Map<String, String> labels) {
        Map<String, String> selector = names.selector(shard);
        PodTemplateSpec template = new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(names.account())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withShareProcessNamespace(true)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withSecurityContext(Pods.podSecurity())
                .withAffinity(Pods.apart(selector, spec.placement().hosts()))
                .withTopologySpreadConstraints(Pods.overZones(selector, spec.placement()))
                .withNodeSelector(spec.placement().nodeSelector())
                .withTolerations(spec.placement().tolerations())
                .withInitContainers(agent())
                .withContainers(redis())
                .withVolumes(volumes())
                .endSpec()
                .build();
        template.getMetadata().setAnnotations(Map.of(Names.RENDERED, digest(template)));
        return template;
    }

    /** Of all that a pod is made of, the files and the password included: they are read at its start only. */
    private String digest(PodTemplateSpec template) {
        return Digest.of(List.of(template, RedisConfig.data(request), request.secretDigest()));
    }

    private Container redis() {
        return new ContainerBuilder()
                .withName("redis")
                .withImage(spec.redis().image())
                .withCommand("sh", CONF_DIR + "/start.sh")
                .withEnv(redisEnvironment())
                .addNewPort()
                .withName("redis")
                .withContainerPort(Ports.REDIS)
                .endPort()
                .addNewPort()
                .withName("bus")
                .withContainerPort(Ports.REDIS_BUS)
                .endPort()
                .withResources(spec.redis().resources())
                .withSecurityContext(Pods.containerSecurity())
                // No liveness probe: the agent tells a hung server from a busy one, and kills it when that is right.
                .withNewReadinessProbe()
                .withNewExec()
                .withCommand("sh", CONF_DIR + "/ready.sh")
                .endExec()
                .withPeriodSeconds(5)
                .withTimeoutSeconds(5)
                .withFailureThreshold(3)
                .endReadinessProbe()
                .withNewLifecycle()
                .withNewPreStop()
                .withNewExec()
                .withCommand("sh", CONF_DIR + "/leave.sh")
                .endExec()
                .endPreStop()
                .endLifecycle()
                .withVolumeMounts(mounts(Map.of(DATA, DATA_DIR, "conf", CONF_DIR, "run", RUN_DIR)))
                .build();
    }

    private List<EnvVar> redisEnvironment() {
        List<EnvVar> environment = new ArrayList<>(List.of(
                fact("POD_IP", "status.podIP"),
                fact("POD_NAME", "metadata.name"),
                env("CLUSTER", names.namespace() + "/" + names.cluster()),
                env("CONF_DIR", CONF_DIR),
                env("DATA_DIR", DATA_DIR),
                env("RUN_DIR", RUN_DIR),
                env("LEAVE_SECONDS", Integer.toString(LEAVE_SECONDS))));
        if (spec.auth() != null) {
            environment.add(env("AUTH_DIR", AUTH_DIR));
        }
        return environment;
    }

    private Container agent() {
        return new ContainerBuilder()
                .withName("agent")
                .withImage(Objects.requireNonNullElse(
                        spec.agent().image(), request.images().agent()))
                .withRestartPolicy("Always")
                .withArgs(agentArguments())
                // The name also for the hook below, whose words are not expanded.
                .withEnv(fact("POD_IP", "status.podIP"), fact("SLOTKEEPER_NAME", "metadata.name"), Pods.javaOptions())
                .addNewPort()
                .withName("agent-http")
                .withContainerPort(Ports.AGENT_HTTP)
                .endPort()
                .withResources(Objects.requireNonNullElseGet(spec.agent().resources(), RedisPods::usualResources))
                .withSecurityContext(Pods.containerSecurity())
                // An agent answers once it has found a coordinator, and may wait for one: five minutes.
                .withLivenessProbe(Pods.http("/health/live", Ports.AGENT_HTTP, 10, 30))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewExec()
                .withCommand(leaveCommand())
                .endExec()
                .endPreStop()
                .endLifecycle()
                .withVolumeMounts(mounts(Map.of("pod", POD_DIR, "run", RUN_DIR, "tmp", TMP_DIR)))
                .build();
    }

    private static ResourceRequirements usualResources() {
        return Pods.resources("50m", "128Mi", "256Mi");
    }

    private List<String> agentArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--host=$(POD_IP)",
                "--redis=$(POD_IP):" + Ports.REDIS,
                "--announce=$(POD_IP):" + Ports.REDIS + "@" + Ports.REDIS_BUS,
                "--zone-file=" + POD_DIR + "/zone",
                "--cluster-port=" + Ports.AGENT_CLUSTER,
                "--http-port=" + Ports.AGENT_HTTP,
                "--seeds=" + CoordinatorPods.addresses(request, Ports.CLUSTER)));
        if (spec.auth() != null) {
            arguments.add("--redis-password-file=" + AUTH_DIR + "/password");
        }
        return arguments;
    }

    private List<String> leaveCommand() {
        return List.of(
                "slotkeeper",
                "leave",
                "--coordinator=" + CoordinatorPods.urls(request),
                "--timeout=" + (LEAVE_SECONDS - 5) + "s",
                "--then-create=" + RUN_DIR + "/left");
    }

    private List<VolumeMount> mounts(Map<String, String> paths) {
        Map<String, String> all = new TreeMap<>(paths);
        if (spec.auth() != null) {
            all.put("auth", AUTH_DIR);
        }
        return all.entrySet().stream()
                .map(each -> new VolumeMountBuilder()
                        .withName(each.getKey())
                        .withMountPath(each.getValue())
                        .build())
                .toList();
    }

    private List<Volume> volumes() {
        List<Volume> volumes = new ArrayList<>(List.of(
                new VolumeBuilder()
                        .withName("conf")
                        .withNewConfigMap()
                        .withName(names.nodes())
                        .endConfigMap()
                        .build(),
                new VolumeBuilder()
                        .withName("run")
                        .withNewEmptyDir()
                        .withMedium("Memory")
                        .withSizeLimit(new Quantity("1Mi"))
                        .endEmptyDir()
                        .build(),
                new VolumeBuilder()
                        .withName("pod")
                        .withNewDownwardAPI()
                        .addNewItem()
                        .withPath("zone")
                        .withNewFieldRef()
                        .withFieldPath("metadata.annotations['" + Names.ZONE + "']")
                        .endFieldRef()
                        .endItem()
                        .endDownwardAPI()
                        .build(),
                emptyDir("tmp")));
        if (spec.storage() == null) {
            volumes.add(emptyDir(DATA));
        }
        if (spec.auth() != null) {
            volumes.add(new VolumeBuilder()
                    .withName("auth")
                    .withNewSecret()
                    .withSecretName(spec.auth().secretName())
                    .endSecret()
                    .build());
        }
        return volumes;
    }

    private static Volume emptyDir(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }

    private List<PersistentVolumeClaim> claims() {
        StorageSpec storage = spec.storage();
        return storage == null ? List.of() : List.of(claim(DATA, request.claimSize(), storage.storageClassName()));
    }

    static PersistentVolumeClaim claim(String name, String size, String storageClass) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(storageClass)
                .withNewResources()
                .addToRequests("storage", new Quantity(size))
                .endResources()
                .endSpec()
                .build();
    }
}
