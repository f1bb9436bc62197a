package io.slotkeeper.k8s.reconcile;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.slotkeeper.k8s.api.RedisCluster;
import io.slotkeeper.k8s.api.RedisClusterStatus;
import io.slotkeeper.k8s.render.Names;
import io.slotkeeper.k8s.roll.Roll.ReplacePod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every call that the operator makes to the API server besides its watches. Changes are server-side applies of the field
 * manager {@link Names#MANAGER}, so that repeating them changes nothing. Blocks; stateless.
 */
public final class Applier {
    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Names.MANAGER)
            .withForce(true)
            .build();

    private static final ResourceDefinitionContext SERVICE_MONITORS = new ResourceDefinitionContext.Builder()
            .withGroup("monitoring.coreos.com")
            .withVersion("v1")
            .withKind("ServiceMonitor")
            .withPlural("servicemonitors")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;

    /** With a client that nobody closes meanwhile. */
    public Applier(KubernetesClient client) {
        this.client = client;
    }

    /** Applies what is missing or differs. */
    void apply(HasMetadata wanted, LiveResources live) {
        Optional<HasMetadata> there = live.find(wanted);
        if (there.isEmpty() || Drift.differs(wanted, there.get())) {
            LOG.info(
                    "{} {}/{} is {}.",
                    wanted.getKind(),
                    wanted.getMetadata().getNamespace(),
                    wanted.getMetadata().getName(),
                    there.isEmpty() ? "made" : "changed");
            client.resource(wanted).patch(APPLY);
        }
    }

    /** Applies a ServiceMonitor, whose type is known only where the Prometheus operator is installed. */
    void applyServiceMonitor(GenericKubernetesResource wanted) {
        client.genericKubernetesResources(SERVICE_MONITORS)
                .inNamespace(wanted.getMetadata().getNamespace())
                .resource(wanted)
                .patch(APPLY);
    }

    /** Deletes the ServiceMonitor of a cluster; nothing happens when there is none, or its type is not installed. */
    void deleteServiceMonitor(Names names) {
        client.genericKubernetesResources(SERVICE_MONITORS)
                .inNamespace(names.namespace())
                .withName(names.cluster())
                .delete();
    }

    /** Asks for larger volumes of Redis pods; one that is larger already stays as it is. */
    void growVolumes(Names names, String size) {
        Quantity wanted = new Quantity(size);
        client
                .persistentVolumeClaims()
                .inNamespace(names.namespace())
                .withLabels(names.selector(Names.REDIS))
                .list()
                .getItems()
                .stream()
                .filter(claim -> claim.getSpec()
                                .getResources()
                                .getRequests()
                                .get("storage")
                                .compareTo(wanted)
                        < 0)
                .forEach(claim -> {
                    LOG.info(
                            "Volume {}/{} grows to {}.",
                            names.namespace(),
                            claim.getMetadata().getName(),
                            size);
                    client.resource(claim)
                            .patch(
                                    PatchContext.of(PatchType.JSON_MERGE),
                                    "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"" + size + "\"}}}}");
                });
    }

    /** Deletes something that the spec no longer asks for; nothing happens when it is gone. */
    void delete(HasMetadata resource) {
        LOG.info(
                "{} {}/{} is deleted.",
                resource.getKind(),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName());
        client.resource(resource).delete();
    }

    /** Deletes that very pod; nothing happens when there is another one of its name by now. */
    void replace(ReplacePod pod, String namespace) {
        LOG.info("Pod {}/{} is replaced.", namespace, pod.pod());
        Pod there = client.pods().inNamespace(namespace).withName(pod.pod()).get();
        if (there != null && there.getMetadata().getUid().equals(pod.uid())) {
            client.resource(there)
                    .lockResourceVersion(there.getMetadata().getResourceVersion())
                    .delete();
        }
    }

    /** Tells a pod, and so its agent, the zone of its machine. */
    void annotateZone(Pod pod, String zoneLabel) {
        Node machine = client.nodes().withName(pod.getSpec().getNodeName()).get();
        String zone = Optional.ofNullable(machine)
                .map(node -> node.getMetadata().getLabels().get(zoneLabel))
                .orElse("unknown");
        Pod annotated = new PodBuilder()
                .withNewMetadata()
                .withName(pod.getMetadata().getName())
                .withNamespace(pod.getMetadata().getNamespace())
                // Of that very pod: an apply would otherwise try to make one that is gone.
                .withUid(pod.getMetadata().getUid())
                .withAnnotations(Map.of(Names.ZONE, zone))
                .endMetadata()
                .build();
        client.resource(annotated).patch(APPLY);
    }

    /** The StatefulSets of a cluster as they are at this moment. */
    List<StatefulSet> statefulSets(Names names) {
        return client.apps()
                .statefulSets()
                .inNamespace(names.namespace())
                .withLabel(Names.CLUSTER, names.cluster())
                .list()
                .getItems();
    }

    /** The Secret of a name; absent when there is none. */
    Optional<Secret> secret(String namespace, String name) {
        return Optional.ofNullable(
                client.secrets().inNamespace(namespace).withName(name).get());
    }

    /** Writes the status. */
    void status(RedisCluster cluster, RedisClusterStatus status) {
        RedisCluster patch = new RedisCluster();
        patch.getMetadata().setName(cluster.getMetadata().getName());
        patch.getMetadata().setNamespace(cluster.getMetadata().getNamespace());
        patch.setSpec(null);
        patch.setStatus(status);
        client.resource(patch).subresource("status").patch(APPLY);
    }
}
