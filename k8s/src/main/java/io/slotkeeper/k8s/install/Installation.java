package io.slotkeeper.k8s.install;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.slotkeeper.k8s.render.Images;
import io.slotkeeper.k8s.render.Names;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The operator as it is installed. Two of them run, one of which leads.
 *
 * @param namespace of the operator
 * @param operatorImage runs {@code slotkeeper operator}
 * @param images of the parts
 */
record Installation(String namespace, String operatorImage, Images images) {
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final int REPLICAS = 2;
    private static final int HTTP = 8080;
    private static final long USER = 999;
    /** In one order: the files of two builds must be the same. */
    private static final Map<String, String> LABELS = Collections.unmodifiableMap(
            new TreeMap<>(Map.of("app.kubernetes.io/name", Names.MANAGER, "app.kubernetes.io/part-of", "slotkeeper")));

    List<HasMetadata> resources() {
        return List.of(
                new ServiceAccountBuilder().withMetadata(at(namespace)).build(),
                new ClusterRoleBuilder()
                        .withMetadata(at(null))
                        .withRules(Rights.everywhere())
                        .build(),
                new ClusterRoleBindingBuilder()
                        .withMetadata(at(null))
                        .withNewRoleRef(RBAC, "ClusterRole", Names.MANAGER)
                        .withSubjects(operator())
                        .build(),
                new RoleBuilder()
                        .withMetadata(at(namespace))
                        .withRules(Rights.atHome())
                        .build(),
                new RoleBindingBuilder()
                        .withMetadata(at(namespace))
                        .withNewRoleRef(RBAC, "Role", Names.MANAGER)
                        .withSubjects(operator())
                        .build(),
                deployment());
    }

    private Subject operator() {
        return new SubjectBuilder()
                .withKind("ServiceAccount")
                .withName(Names.MANAGER)
                .withNamespace(namespace)
                .build();
    }

    private static ObjectMeta at(String namespace) {
        return new ObjectMetaBuilder()
                .withName(Names.MANAGER)
                .withNamespace(namespace)
                .withLabels(LABELS)
                .build();
    }

    private Deployment deployment() {
        return new DeploymentBuilder()
                .withMetadata(at(namespace))
                .withNewSpec()
                .withReplicas(REPLICAS)
                .withNewSelector()
                .withMatchLabels(LABELS)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(Names.MANAGER)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("operator")
                .withImage(operatorImage)
                .withArgs(
                        "--coordinator-image=" + images.coordinator(),
                        "--agent-image=" + images.agent(),
                        "--lease-namespace=" + namespace,
                        "--http-port=" + HTTP)
                .addNewPort()
                .withName("http")
                .withContainerPort(HTTP)
                .endPort()
                .withNewResources()
                .addToRequests("cpu", new Quantity("100m"))
                .addToRequests("memory", new Quantity("256Mi"))
                .addToLimits("memory", new Quantity("512Mi"))
                .endResources()
                .withNewLivenessProbe()
                .withNewHttpGet()
                .withPath("/health/live")
                .withNewPort(HTTP)
                .endHttpGet()
                .endLivenessProbe()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/health/live")
                .withNewPort(HTTP)
                .endHttpGet()
                .endReadinessProbe()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
