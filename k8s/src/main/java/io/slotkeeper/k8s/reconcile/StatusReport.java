package io.slotkeeper.k8s.reconcile;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.slotkeeper.k8s.api.RedisCluster;
import io.slotkeeper.k8s.api.RedisClusterStatus;
import io.slotkeeper.k8s.api.RedisClusterStatus.OperationSummary;
import io.slotkeeper.k8s.api.RedisClusterStatus.ShardSummary;
import io.slotkeeper.k8s.api.RedisClusterStatus.UpdateStep;
import io.slotkeeper.k8s.coordinators.ClusterView;
import io.slotkeeper.k8s.reconcile.Conditions.ConditionType;
import io.slotkeeper.k8s.render.Names;
import io.slotkeeper.k8s.roll.Roll;
import io.slotkeeper.k8s.scale.Scale;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gathers what a look at a cluster found, and turns it into its status. For one thread. */
final class StatusReport {
    private final RedisCluster cluster;
    private final RedisClusterStatus before;
    private final Conditions conditions;
    private final Instant now;
    private Optional<ClusterView> view = Optional.empty();
    private List<UpdateStep> steps;
    private Optional<String> stopped = Optional.empty();
    private Optional<String> unreachable = Optional.empty();
    private boolean rolling;
    private boolean scaling;

    StatusReport(RedisCluster cluster, Instant now) {
        this.cluster = cluster;
        this.now = now;
        this.before = Objects.requireNonNullElseGet(cluster.getStatus(), RedisClusterStatus::empty);
        this.steps = before.update();
        this.conditions = new Conditions(
                before.conditions(),
                Objects.requireNonNullElse(cluster.getMetadata().getGeneration(), 0L),
                now);
    }

    Instant now() {
        return now;
    }

    /** The status as it was. */
    RedisClusterStatus before() {
        return before;
    }

    /** Whether a whole look at the spec as it is now was never finished. */
    boolean isNewSpec() {
        return !Objects.equals(
                before.observedGeneration(), cluster.getMetadata().getGeneration());
    }

    /** Nothing was done, or not all: a user must act. */
    void refused(String reason, String text) {
        stopped = Optional.of(reason);
        conditions.set(ConditionType.Degraded, true, reason, text);
    }

    void paused() {
        stopped = Optional.of("Paused");
        conditions.set(ConditionType.Progressing, false, "Paused", "spec.paused is true: nothing is changed");
    }

    void unreachable(String text) {
        unreachable = Optional.of(text);
    }

    void scaling(Scale scale) {
        scaling = scale.isUnderWay();
        scale.blocked()
                .ifPresent(blocked ->
                        conditions.set(ConditionType.ScalingBlocked, true, blocked.reason(), blocked.text()));
        if (scaling) {
            conditions.set(ConditionType.Progressing, true, "Scaling", scale.text());
        }
    }

    void updateBlocked(String reason, String text) {
        conditions.set(ConditionType.UpdateBlocked, true, reason, text);
    }

    void rolling(Roll roll) {
        rolling = roll.outdated() > 0 || !roll.steps().isEmpty();
        roll.blocked().ifPresent(blocked -> updateBlocked(blocked.reason().name(), blocked.text()));
        if (rolling) {
            conditions.set(
                    ConditionType.Progressing,
                    true,
                    "RollingUpdate",
                    roll.outdated() + " pods are still to be replaced");
        }
    }

    void steps(List<UpdateStep> now) {
        steps = List.copyOf(now);
    }

    /** What is there at the end of the look. */
    void seen(Optional<ClusterView> seen, List<StatefulSet> sets) {
        view = seen;
        Optional<String> missing = sets.stream()
                .filter(set -> readyPods(set) < set.getSpec().getReplicas())
                .map(set -> set.getMetadata().getName() + " has " + readyPods(set) + " of "
                        + set.getSpec().getReplicas() + " pods ready")
                .findFirst();
        String text =
                view.map(ClusterView::text).orElseGet(() -> unreachable.orElse("no coordinator has an address yet"));
        boolean serves = view.filter(ClusterView::ready).isPresent();
        conditions.set(ConditionType.Ready, serves, serves ? "AllShardsServe" : notReadyReason(), text);
        if (stopped.isPresent()) {
            return;
        }
        if (!rolling && !scaling && (missing.isPresent() || !serves)) {
            conditions.set(ConditionType.Progressing, true, "WaitingForPods", missing.orElse(text));
        }
        boolean formed = before.mapVersion() != null && before.mapVersion() > 0;
        if (view.isEmpty() && formed) {
            conditions.set(ConditionType.Degraded, true, "CoordinatorsUnreachable", text);
        }
        view.flatMap(StatusReport::firstFinding)
                .filter(finding -> !rolling && !scaling)
                .ifPresent(finding -> conditions.set(ConditionType.Degraded, true, "ShardsNotWell", finding));
    }

    private String notReadyReason() {
        return stopped.orElseGet(() -> view.isEmpty() ? "CoordinatorsUnreachable" : "ShardsNotServing");
    }

    private static int readyPods(StatefulSet set) {
        return set.getStatus() == null
                ? 0
                : Objects.requireNonNullElse(set.getStatus().getReadyReplicas(), 0);
    }

    private static Optional<String> firstFinding(ClusterView known) {
        return known.shards().stream()
                .filter(shard -> !shard.findings().isEmpty())
                .map(shard -> "shard " + shard.id() + ": " + shard.findings().get(0))
                .findFirst();
    }

    boolean isUnderWay() {
        return rolling || scaling || view.filter(ClusterView::ready).isEmpty();
    }

    RedisClusterStatus toStatus() {
        Names names = Names.of(cluster);
        String selector = names.selector(Names.REDIS).entrySet().stream()
                .map(Map.Entry::toString)
                .collect(Collectors.joining(","));
        return new RedisClusterStatus(
                cluster.getMetadata().getGeneration(),
                view.map(known -> known.shards().size()).orElse(before.replicas()),
                selector,
                view.map(ClusterView::version).orElse(before.mapVersion()),
                view.flatMap(ClusterView::leader).orElse(null),
                view.map(StatusReport::summaries).orElse(before.shards()),
                steps,
                view.flatMap(StatusReport::running).orElse(null),
                conditions.toList());
    }

    private static List<ShardSummary> summaries(ClusterView known) {
        return known.shards().stream()
                .map(shard -> new ShardSummary(
                        shard.id(),
                        shard.state(),
                        known.nodesOf(shard.id()).stream()
                                .filter(ClusterView.Node::primary)
                                .map(ClusterView.Node::agent)
                                .findFirst()
                                .orElse(null),
                        shard.slots()))
                .toList();
    }

    private static Optional<OperationSummary> running(ClusterView known) {
        return known.operations().stream()
                .filter(ClusterView.Operation::isUnderWay)
                .findFirst()
                .map(operation -> new OperationSummary(
                        operation.id(),
                        operation.kind(),
                        operation.state(),
                        operation.progress().slotsDone() + " of "
                                + operation.progress().slots() + " slots",
                        operation.text()));
    }
}
