package io.slotkeeper.k8s.render;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.slotkeeper.k8s.api.PlacementSpec;
import io.slotkeeper.k8s.api.PlacementSpec.Spread;
import java.util.Map;

/** What the pods of Redis and of coordinators have in common: the "restricted" security standard, spreading, probes. */
final class Pods {
    private static final long USER = 999;
    private static final String HOST = "kubernetes.io/hostname";
    private static final int PREFERENCE = 100;

    private Pods() {}

    /** Nobody special: the user of the Redis images, which the agent must share to kill a hung server. */
    static PodSecurityContext podSecurity() {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    static SecurityContext containerSecurity() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    /** Never, or rather not, on the machine of another pod of this kind. */
    static Affinity apart(Map<String, String> selector, Spread hosts) {
        PodAffinityTerm sameHost = new PodAffinityTermBuilder()
                .withTopologyKey(HOST)
                .withNewLabelSelector()
                .withMatchLabels(selector)
                .endLabelSelector()
                .build();
        return hosts == Spread.Required
                ? new AffinityBuilder()
                        .withNewPodAntiAffinity()
                        .withRequiredDuringSchedulingIgnoredDuringExecution(sameHost)
                        .endPodAntiAffinity()
                        .build()
                : new AffinityBuilder()
                        .withNewPodAntiAffinity()
                        .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                        .withWeight(PREFERENCE)
                        .withPodAffinityTerm(sameHost)
                        .endPreferredDuringSchedulingIgnoredDuringExecution()
                        .endPodAntiAffinity()
                        .build();
    }

    /** As evenly as possible over the zones. */
    static TopologySpreadConstraint overZones(Map<String, String> selector, PlacementSpec placement) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey(placement.zoneLabel())
                .withWhenUnsatisfiable(placement.zones() == Spread.Required ? "DoNotSchedule" : "ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(selector)
                .endLabelSelector()
                .build();
    }

    static ResourceRequirements resources(String cpu, String memory, String memoryLimit) {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity(cpu))
                .addToRequests("memory", new Quantity(memory))
                .addToLimits("memory", new Quantity(memoryLimit))
                .build();
    }

    /** A pod that comes back has another address: Java must not remember the old one for its usual 30 s. */
    static EnvVar javaOptions() {
        return env("SLOTKEEPER_JAVA_OPTS", "-Dsun.net.inetaddr.ttl=2 -Dsun.net.inetaddr.negative.ttl=0");
    }

    static EnvVar env(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    /** A fact about the pod, as environment variable. */
    static EnvVar fact(String name, String fieldPath) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath(fieldPath)
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    static Probe http(String path, int port, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(port)
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(periodSeconds)
                .withFailureThreshold(failures)
                .build();
    }
}
