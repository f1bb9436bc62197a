package io.slotkeeper.k8s.roll;

import io.slotkeeper.k8s.api.RedisClusterStatus.UpdateStep;
import io.slotkeeper.k8s.api.UpdateSpec;
import io.slotkeeper.k8s.coordinators.ClusterView;
import io.slotkeeper.k8s.roll.Roll.Action;
import io.slotkeeper.k8s.roll.Roll.Blocked;
import io.slotkeeper.k8s.roll.Roll.Reason;
import io.slotkeeper.k8s.roll.Roll.ReplacePod;
import io.slotkeeper.k8s.roll.Roll.SwitchOver;
import io.slotkeeper.k8s.roll.ShardPods.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Replaces outdated pods, and never more than one of a shard:
 *
 * <pre>
 * 1 a replaced pod that is not back in time stops everything
 * 2 a shard with a pod that is away is left alone, unless that pod itself is outdated and not the primary:
 *   then it is replaced, since waiting for a pod that cannot start would last for ever
 * 3 a shard is touched only when its pods are ready and the coordinators call it safe
 * 4 its outdated replicas are replaced first, one after the other
 * 5 then its primary hands over to a replica
 * 6 then the old primary, a replica now, is replaced
 * </pre>
 *
 * Everything is decided from what is there, so it goes on after the operator was away. Pure.
 */
public final class RollPlanner {
    private final UpdateSpec policy;
    private final boolean windowOpen;
    private final Optional<ClusterView> view;
    private final Instant now;
    private final List<Action> actions = new ArrayList<>();
    private Optional<Blocked> blocked = Optional.empty();

    /**
     * For one look.
     *
     * @param windowOpen whether changes may be made at this time
     * @param view absent when no coordinator answers
     */
    public RollPlanner(UpdateSpec policy, boolean windowOpen, Optional<ClusterView> view, Instant now) {
        this.policy = policy;
        this.windowOpen = windowOpen;
        this.view = view.filter(known -> known.leader().isPresent());
        this.now = now;
    }

    /** What to do next; {@code steps} are those of the last look. Call once. */
    public Roll plan(List<ShardPods> sets, List<UpdateStep> steps) {
        List<UpdateStep> open =
                steps.stream().filter(step -> !isFinished(step, sets)).toList();
        int outdated = (int) sets.stream()
                .flatMap(set -> set.pods().stream().filter(set::isOutdated))
                .count();
        if (outdated > 0) {
            decide(sets, open);
        }
        return new Roll(actions, open, blocked, outdated);
    }

    private void decide(List<ShardPods> sets, List<UpdateStep> open) {
        if (view.isEmpty()) {
            block(
                    Reason.CoordinatorsUnreachable,
                    "no leading coordinator answers: pods are replaced only when one does");
            return;
        }
        Set<String> busy = new TreeSet<>();
        sets.stream()
                .filter(set -> !set.isSettled() || open.stream().anyMatch(step -> belongs(step.pod(), set)))
                .forEach(set -> busy.add(set.name()));
        sets.stream()
                .filter(set -> busy.contains(set.name()) && set.hasOutdated())
                .forEach(set -> replaceWhatCannotStart(set, open));
        if (!actions.isEmpty()) {
            return;
        }
        Optional<UpdateStep> late = open.stream().filter(this::isLate).findFirst();
        if (late.isPresent()) {
            blocked = Optional.empty();
            block(
                    Reason.StepTimedOut,
                    late.get().pod() + " was replaced at " + late.get().since() + " and is not back in sync after "
                            + policy.stepTimeoutSeconds()
                            + " s: see kubectl describe pod and its logs; the roll goes on when it is back");
            return;
        }
        if (!windowOpen) {
            block(Reason.OutsideMaintenanceWindow, "pods are replaced only in the maintenance windows of the spec");
            return;
        }
        for (ShardPods set : sets) {
            boolean free = set.hasOutdated() && !busy.contains(set.name());
            if (free && busy.size() < policy.maxShards() && advance(set)) {
                busy.add(set.name());
            }
        }
        if (!actions.isEmpty() || !open.isEmpty()) {
            blocked = Optional.empty();
        }
    }

    /** Rule 2. */
    private void replaceWhatCannotStart(ShardPods set, List<UpdateStep> open) {
        boolean oneIsOnItsWay = set.pods().size() < set.replicas()
                || set.pods().stream().anyMatch(pod -> pod.ending() || isStarting(set, pod) || isLeaving(pod, open));
        if (oneIsOnItsWay) {
            return;
        }
        set.pods().stream()
                .filter(pod -> set.isOutdated(pod) && !pod.ready() && !isPrimary(pod))
                .findFirst()
                .ifPresentOrElse(
                        this::replace,
                        () -> block(
                                Reason.ShardNotSafe,
                                set.name() + " has a pod that is not ready or not in sync: see kubectl describe pod"));
    }

    private static boolean isStarting(ShardPods set, Pod pod) {
        return !set.isOutdated(pod) && !pod.ready();
    }

    /** It was deleted, and the view of the API server is a moment old. */
    private static boolean isLeaving(Pod pod, List<UpdateStep> open) {
        return open.stream().anyMatch(step -> step.uid().equals(pod.uid()));
    }

    /** Rules 3 to 6; whether something is done. */
    private boolean advance(ShardPods set) {
        Optional<String> unsafe = whyUnsafe(set);
        if (unsafe.isPresent()) {
            block(Reason.ShardNotSafe, unsafe.get());
            return false;
        }
        Optional<Pod> replica = set.pods().stream()
                .filter(set::isOutdated)
                .filter(pod -> !isPrimary(pod))
                .findFirst();
        if (replica.isPresent()) {
            replace(replica.get());
            return true;
        }
        Pod primary = set.pods().stream().filter(set::isOutdated).findFirst().orElseThrow();
        String shard = node(primary).flatMap(ClusterView.Node::shard).orElseThrow();
        if (view.orElseThrow().nodesOf(shard).size() > 1) {
            actions.add(new SwitchOver(shard));
            return true;
        }
        if (policy.allowDowntime()) {
            replace(primary);
            return true;
        }
        block(
                Reason.NoReplica,
                primary.name() + " is the only node of shard " + shard
                        + ": set update.allowDowntime to restart it, or replicasPerShard to 1 at least");
        return false;
    }

    private Optional<String> whyUnsafe(ShardPods set) {
        ClusterView known = view.orElseThrow();
        Set<String> shards = new TreeSet<>();
        set.pods().forEach(pod -> node(pod).flatMap(ClusterView.Node::shard).ifPresent(shards::add));
        for (ClusterView.Shard shard : known.shards()) {
            if (!shards.contains(shard.id())) {
                continue;
            }
            if (!shard.state().equals("active")) {
                return Optional.of("shard " + shard.id() + " is " + shard.state());
            }
            if (!shard.findings().isEmpty()) {
                return Optional.of(
                        "shard " + shard.id() + ": " + shard.findings().get(0));
            }
            Optional<String> unwell = known.nodesOf(shard.id()).stream()
                    .filter(node -> !node.well())
                    .map(node -> node.agent() + " of shard " + shard.id() + " is down or not in sync")
                    .findFirst();
            if (unwell.isPresent()) {
                return unwell;
            }
        }
        return Optional.empty();
    }

    private void replace(Pod pod) {
        actions.add(new ReplacePod(pod.name(), pod.uid()));
    }

    private void block(Reason reason, String text) {
        if (blocked.isEmpty()) {
            blocked = Optional.of(new Blocked(reason, text));
        }
    }

    private boolean isPrimary(Pod pod) {
        return node(pod).filter(ClusterView.Node::primary).isPresent();
    }

    private Optional<ClusterView.Node> node(Pod pod) {
        return view.flatMap(known -> known.node(pod.name()));
    }

    /** The pod that took its place is ready, and in sync for the coordinators too. */
    private boolean isFinished(UpdateStep step, List<ShardPods> sets) {
        return sets.stream()
                .flatMap(set -> set.pods().stream())
                .filter(pod -> pod.name().equals(step.pod()))
                .anyMatch(pod -> !pod.uid().equals(step.uid())
                        && pod.ready()
                        && !pod.ending()
                        && node(pod).map(ClusterView.Node::well).orElse(false));
    }

    private boolean isLate(UpdateStep step) {
        return Instant.parse(step.since())
                .plus(Duration.ofSeconds(policy.stepTimeoutSeconds()))
                .isBefore(now);
    }

    private static boolean belongs(String pod, ShardPods set) {
        int dash = pod.lastIndexOf('-');
        return dash > 0 && pod.substring(0, dash).equals(set.name());
    }
}
