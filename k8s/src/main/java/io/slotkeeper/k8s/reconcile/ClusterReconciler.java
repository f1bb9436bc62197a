package io.slotkeeper.k8s.reconcile;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.slotkeeper.k8s.api.RedisCluster;
import io.slotkeeper.k8s.render.Images;
import io.slotkeeper.k8s.render.Names;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks at a cluster whenever its spec or one of its resources changes, and from time to time, since the coordinators report
 * nothing by themselves. JOSDK calls it for one cluster from one thread at a time.
 */
@ControllerConfiguration(name = "redisclusters")
public final class ClusterReconciler implements Reconciler<RedisCluster> {
    /** What is watched: all that is made, with the operator's label. */
    public static final Set<Class<? extends HasMetadata>> WATCHED = Set.of(
            StatefulSet.class,
            Pod.class,
            Service.class,
            ConfigMap.class,
            ServiceAccount.class,
            PodDisruptionBudget.class,
            NetworkPolicy.class);

    private static final String LABELS = "app.kubernetes.io/managed-by=" + Names.MANAGER;

    private final Images images;
    private final CoordinatorsFactory coordinators;
    private final Clock clock;
    private final Pace pace;

    /**
     * How often a cluster is looked at without any event.
     *
     * @param busy while something is under way
     * @param calm otherwise
     */
    public record Pace(Duration busy, Duration calm) {
        /** That of an installation. */
        public static final Pace USUAL = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(15));
    }

    /** With everything that differs between an installation and a test. */
    public ClusterReconciler(Images images, CoordinatorsFactory coordinators, Clock clock, Pace pace) {
        this.images = images;
        this.coordinators = coordinators;
        this.clock = clock;
        this.pace = pace;
    }

    @Override
    public UpdateControl<RedisCluster> reconcile(RedisCluster cluster, Context<RedisCluster> context) {
        Reconciliation look =
                new Reconciliation(cluster, new Cached(context), new Applier(context.getClient()), clock.instant());
        boolean underWay = look.run(images, coordinators);
        // The status is written already, by server-side apply.
        return UpdateControl.<RedisCluster>noUpdate().rescheduleAfter(underWay ? pace.busy() : pace.calm());
    }

    @Override
    public List<EventSource<?, RedisCluster>> prepareEventSources(EventSourceContext<RedisCluster> context) {
        return WATCHED.stream()
                .<EventSource<?, RedisCluster>>map(type -> watch(type, context))
                .toList();
    }

    private static <T extends HasMetadata> EventSource<T, RedisCluster> watch(
            Class<T> type, EventSourceContext<RedisCluster> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, RedisCluster.class)
                        .withName(type.getSimpleName())
                        .withLabelSelector(LABELS)
                        .withSecondaryToPrimaryMapper(ClusterReconciler::clusterOf)
                        .build(),
                context);
    }

    private static Set<ResourceID> clusterOf(HasMetadata resource) {
        String cluster = resource.getMetadata().getLabels().get(Names.CLUSTER);
        return cluster == null
                ? Set.of()
                : Set.of(new ResourceID(cluster, resource.getMetadata().getNamespace()));
    }

    /** What the watches have seen. */
    private record Cached(Context<RedisCluster> context) implements LiveResources {
        @Override
        public <T extends HasMetadata> Stream<T> all(Class<T> type) {
            return context.getSecondaryResourcesAsStream(type);
        }

        @Override
        public Set<Class<? extends HasMetadata>> types() {
            return WATCHED;
        }
    }
}
