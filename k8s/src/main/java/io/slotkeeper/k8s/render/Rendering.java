package io.slotkeeper.k8s.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.slotkeeper.k8s.api.RedisCluster;
import java.util.ArrayList;
import java.util.List;

/**
 * All resources of a cluster, in the order in which they are applied. Pure.
 *
 * <pre>
 * ServiceAccount    pods                       no token, no rights
 * ConfigMap         nodes, coordinator         redis.conf and scripts; size of a new cluster
 * Service           CLUSTER, stream            for clients of Redis; for REST and the slot map's stream
 * Service           nodes, coordinator         headless: how pods find each other
 * NetworkPolicy     nodes, coordinator         unless network.policies is false
 * PodDisruptionBudget  each StatefulSet        one pod at a time
 * StatefulSet       coordinator, shard-0 …
 * ServiceMonitor, ConfigMap dashboard          when asked for
 * </pre>
 */
public final class Rendering {
    private Rendering() {}

    /** The resources; each names the cluster as its owner, so that they go when it goes. */
    public static List<HasMetadata> of(Request request) {
        List<HasMetadata> all = new ArrayList<>();
        Protection protection = new Protection(request);
        CoordinatorPods coordinators = new CoordinatorPods(request);
        RedisPods redis = new RedisPods(request);
        all.add(protection.account());
        all.add(RedisConfig.render(request));
        all.add(coordinators.configuration());
        all.addAll(new Services(request).render());
        if (request.spec().network().policies()) {
            all.addAll(protection.policies());
        }
        all.add(protection.coordinatorBudget());
        all.add(coordinators.render());
        request.podsBySet().forEach((number, pods) -> {
            all.add(protection.shardBudget(number));
            all.add(redis.render(number, pods));
        });
        Monitoring monitoring = new Monitoring(request);
        if (request.spec().monitoring().serviceMonitor()) {
            all.add(monitoring.serviceMonitor());
        }
        if (request.spec().monitoring().dashboard()) {
            all.add(monitoring.dashboard());
        }
        all.forEach(resource -> finish(resource, request.cluster()));
        return all;
    }

    /** The fingerprint stands for the whole: what differs from it in the API server is applied again. */
    private static void finish(HasMetadata resource, RedisCluster cluster) {
        resource.getMetadata().setOwnerReferences(List.of(owner(cluster)));
        String digest = Digest.of(resource);
        resource.getMetadata().getAnnotations().put(Names.RENDERED, digest);
    }

    private static OwnerReference owner(RedisCluster cluster) {
        return new OwnerReferenceBuilder()
                .withApiVersion(cluster.getApiVersion())
                .withKind(cluster.getKind())
                .withName(cluster.getMetadata().getName())
                .withUid(cluster.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
