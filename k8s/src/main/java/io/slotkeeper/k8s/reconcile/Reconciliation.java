package io.slotkeeper.k8s.reconcile;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slotkeeper.k8s.api.RedisCluster;
import io.slotkeeper.k8s.api.RedisClusterSpec;
import io.slotkeeper.k8s.api.RedisClusterStatus;
import io.slotkeeper.k8s.api.RedisClusterStatus.UpdateStep;
import io.slotkeeper.k8s.coordinators.ClusterView;
import io.slotkeeper.k8s.coordinators.Coordinators;
import io.slotkeeper.k8s.coordinators.CoordinatorsException;
import io.slotkeeper.k8s.render.Digest;
import io.slotkeeper.k8s.render.Images;
import io.slotkeeper.k8s.render.Names;
import io.slotkeeper.k8s.render.Rendering;
import io.slotkeeper.k8s.render.Request;
import io.slotkeeper.k8s.roll.Roll;
import io.slotkeeper.k8s.roll.RollPlanner;
import io.slotkeeper.k8s.roll.Windows;
import io.slotkeeper.k8s.scale.Scale;
import io.slotkeeper.k8s.scale.ScalePlanner;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at one cluster:
 *
 * <pre>
 * 1 refuse a spec that cannot work; do nothing when it is paused
 * 2 read the password's Secret, ask the coordinators
 * 3 apply what is missing or differs, delete what is too much
 * 4 tell new pods their zone
 * 5 take one step towards the size of the spec (ScalePlanner)
 * 6 when that asks nothing of the coordinators, replace at most a few outdated pods (RollPlanner)
 * 7 write the status, when it differs
 * </pre>
 *
 * Whatever stops a step ends up in a condition. Blocks; for one thread, used once.
 */
final class Reconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private final RedisCluster cluster;
    private final RedisClusterSpec spec;
    private final Names names;
    private final LiveResources live;
    private final Applier applier;
    private final StatusReport report;

    Reconciliation(RedisCluster cluster, LiveResources live, Applier applier, Instant now) {
        this.cluster = cluster;
        this.spec = cluster.getSpec();
        this.names = Names.of(cluster);
        this.live = live;
        this.applier = applier;
        this.report = new StatusReport(cluster, now);
    }

    /** Runs it; whether something is under way, so that another look is due soon. */
    boolean run(Images images, CoordinatorsFactory factory) {
        Optional<ClusterView> view = Optional.empty();
        try {
            Optional<String> problem = SpecChecks.problem(cluster);
            if (problem.isPresent()) {
                report.refused("InvalidSpec", problem.get());
            } else {
                Optional<Coordinators> coordinators = factory.of(live.all(Pod.class)
                        .filter(pod -> isComponent(pod, Names.COORDINATOR))
                        .toList());
                view = ask(coordinators);
                if (spec.paused()) {
                    report.paused();
                } else {
                    work(images, coordinators, view);
                }
            }
        } catch (KubernetesClientException e) {
            report.refused(reason(e), e.getMessage());
            LOG.warn("{}/{}: the API server refused: {}", names.namespace(), names.cluster(), e.getMessage());
        }
        report.seen(view, live.all(StatefulSet.class).toList());
        RedisClusterStatus status = report.toStatus();
        if (!status.equals(cluster.getStatus())) {
            applier.status(cluster, status);
        }
        return report.isUnderWay();
    }

    private Optional<ClusterView> ask(Optional<Coordinators> coordinators) {
        try {
            return coordinators.map(Coordinators::view);
        } catch (CoordinatorsException e) {
            report.unreachable(e.getMessage());
            return Optional.empty();
        }
    }

    private void work(Images images, Optional<Coordinators> coordinators, Optional<ClusterView> view) {
        String digest = "";
        if (spec.auth() != null) {
            Optional<Secret> secret =
                    applier.secret(names.namespace(), spec.auth().secretName());
            Optional<String> problem = PasswordSecret.problem(spec.auth().secretName(), secret);
            if (problem.isPresent()) {
                report.refused("SecretMissing", problem.get());
                return;
            }
            digest = Digest.of(secret.orElseThrow().getData());
        }
        List<StatefulSet> sets = redisSets();
        boolean formed = !report.before().shards().isEmpty();
        List<HasMetadata> wanted = Rendering.of(
                new Request(cluster, images, Shape.of(spec, names, sets, view, formed), digest, claimSize(sets)));
        wanted.stream()
                .filter(resource -> !(resource instanceof GenericKubernetesResource))
                .forEach(resource -> applier.apply(resource, live));
        surplus(wanted).forEach(applier::delete);
        redisPods().stream()
                .filter(Reconciliation::lacksZone)
                .forEach(pod -> applier.annotateZone(pod, spec.placement().zoneLabel()));
        Scale scale = view.map(known -> scale(coordinators.orElseThrow(), known, sets))
                .orElse(Scale.NONE);
        report.scaling(scale);
        if (scale.step().isEmpty() && scale.running().isEmpty()) {
            roll(wanted, coordinators, view);
        }
        // These last, since nothing else may suffer when they are refused: a storage class may not support growth,
        // and the type may not be known where the Prometheus operator is not installed.
        if (spec.storage() != null && !claimSize(sets).equals(spec.storage().size())) {
            applier.growVolumes(names, spec.storage().size());
        }
        wanted.stream()
                .filter(GenericKubernetesResource.class::isInstance)
                .forEach(monitor -> applier.applyServiceMonitor((GenericKubernetesResource) monitor));
        if (!spec.monitoring().serviceMonitor() && report.isNewSpec()) {
            applier.deleteServiceMonitor(names);
        }
    }

    /** What StatefulSets ask for cannot be changed: it stays what it was, and the volumes grow afterwards. */
    private String claimSize(List<StatefulSet> sets) {
        return sets.stream()
                .flatMap(set -> set.getSpec().getVolumeClaimTemplates().stream())
                .map(claim -> claim.getSpec()
                        .getResources()
                        .getRequests()
                        .get("storage")
                        .toString())
                .findFirst()
                .orElseGet(() -> spec.storage() == null ? "" : spec.storage().size());
    }

    private Scale scale(Coordinators coordinators, ClusterView known, List<StatefulSet> sets) {
        Scale scale = new ScalePlanner(spec.shards(), spec.podsPerShard(), known, report.now())
                .plan(LivePods.sets(sets, redisPods()));
        if (scale.step().isEmpty()) {
            return scale;
        }
        if (!report.before().update().isEmpty()) {
            return Scale.waiting("pods that were replaced come back first");
        }
        LOG.info("{}/{}: {}.", names.namespace(), names.cluster(), scale.text());
        try {
            if (scale.step().get() instanceof Scale.Begin begin) {
                coordinators.begin(begin.kind(), begin.shard(), begin.nodes(), spec.migration());
            } else if (scale.step().get() instanceof Scale.HandOver over) {
                coordinators.switchover(over.shard(), over.to());
            }
            return scale;
        } catch (CoordinatorsException e) {
            return Scale.blocked(e.code(), scale.text() + ", but the coordinators refuse: " + e.getMessage());
        }
    }

    private void roll(List<HasMetadata> wanted, Optional<Coordinators> coordinators, Optional<ClusterView> view) {
        Instant now = report.now();
        RollPlanner planner = new RollPlanner(spec.update(), Windows.open(spec.maintenanceWindows(), now), view, now);
        Roll roll =
                planner.plan(LivePods.of(wanted, redisPods()), report.before().update());
        List<UpdateStep> steps = new ArrayList<>(roll.steps());
        report.rolling(roll);
        for (Roll.Action action : roll.actions()) {
            if (action instanceof Roll.ReplacePod pod) {
                applier.replace(pod, names.namespace());
                steps.removeIf(step -> step.pod().equals(pod.pod()));
                steps.add(new UpdateStep(
                        pod.pod(),
                        pod.uid(),
                        now.truncatedTo(ChronoUnit.SECONDS).toString()));
            } else if (action instanceof Roll.SwitchOver over) {
                switchOver(coordinators.orElseThrow(), over);
            }
        }
        report.steps(steps);
    }

    private void switchOver(Coordinators coordinators, Roll.SwitchOver over) {
        try {
            LOG.info("{}/{}: shard {} hands over.", names.namespace(), names.cluster(), over.shard());
            coordinators.switchover(over.shard());
        } catch (CoordinatorsException e) {
            report.updateBlocked(
                    "SwitchoverRefused", "shard " + over.shard() + " cannot hand over yet: " + e.getMessage());
        }
    }

    /** Redis pods and budgets that are used no more, policies that were switched off, a dashboard. */
    private List<HasMetadata> surplus(List<HasMetadata> wanted) {
        Set<String> keep = wanted.stream().map(Reconciliation::key).collect(Collectors.toSet());
        return live.types().stream()
                .filter(type -> type != Pod.class)
                .flatMap(type -> live.all(type).map(HasMetadata.class::cast))
                .filter(resource -> !keep.contains(key(resource)))
                .filter(resource -> resource.getMetadata().getDeletionTimestamp() == null)
                .filter(resource -> resource.hasOwnerReferenceFor(cluster))
                .toList();
    }

    private static String key(HasMetadata resource) {
        return resource.getKind() + "/" + resource.getMetadata().getName();
    }

    /** Read from the API server: caches may be empty when an operator has just started, and the size follows from this. */
    private List<StatefulSet> redisSets() {
        return applier.statefulSets(names).stream().filter(Shape::isRedis).toList();
    }

    private List<Pod> redisPods() {
        return live.all(Pod.class).filter(pod -> isComponent(pod, Names.REDIS)).toList();
    }

    private static boolean isComponent(Pod pod, String component) {
        return component.equals(pod.getMetadata().getLabels().get(Names.COMPONENT));
    }

    private static boolean lacksZone(Pod pod) {
        return pod.getSpec().getNodeName() != null
                && pod.getMetadata().getDeletionTimestamp() == null
                && !pod.getMetadata().getAnnotations().containsKey(Names.ZONE);
    }

    /** What a user can look up: no rights, a field that cannot change, or something else. */
    private static String reason(KubernetesClientException e) {
        return switch (e.getCode()) {
            case 401, 403 -> "NotPermitted";
            case 404 -> "TypeNotInstalled";
            case 422 -> "RefusedByApiServer";
            default -> "ApiServerFailed";
        };
    }
}
