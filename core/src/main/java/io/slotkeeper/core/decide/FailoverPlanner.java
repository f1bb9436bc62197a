package io.slotkeeper.core.decide;

import io.slotkeeper.core.analysis.Action;
import io.slotkeeper.core.analysis.AnalysisCode;
import io.slotkeeper.core.analysis.Finding;
import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.map.ShardState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns the findings of a shard into a decision. The guards, in this order:
 *
 * <pre>
 * 1 ELECTION_OPEN        the shard is not active
 * 2 MAINTENANCE_PAUSE    somebody has paused failovers
 * 3 silence only:        LEADER_ISOLATED, LEADER_OVERLOADED, PARTITION_POLICY, then, while the lease may be in use,
 *                        MASS_SILENCE or LEASE_NOT_OVER
 * 4 CANNOT_FENCE         the primary hangs, and its agent may not kill it
 * 5 MIN_INTERVAL         the last failover of the shard is too recent
 * 6 NO_ELIGIBLE_REPLICA  or REPLICAS_LAG, when lag alone excludes them
 * </pre>
 *
 * Silence is weighed by guard 3 because it can be the observer's fault; a refused connection seen from the same host
 * cannot. Pure.
 */
public record FailoverPlanner(FailoverSettings settings) {
    /** Decides about a shard, given its findings, most urgent first. */
    public Decision decide(ShardView view, List<Finding> findings, GuardContext context) {
        return findings.stream()
                .filter(FailoverPlanner::callsForPromotion)
                .findFirst()
                .map(finding -> decide(view, finding, context))
                .orElseGet(Decision.Stay::new);
    }

    private static boolean callsForPromotion(Finding finding) {
        return finding.code().action().promotes();
    }

    private Decision decide(ShardView view, Finding finding, GuardContext context) {
        ReplicaRanking ranking =
                new ReplicaRanking(view, settings.maxLagBytes(), context.primariesByZone(), context.barred());
        List<NodeSight> eligible = ranking.eligible();
        Optional<SkipReason> guard = guard(view, finding, context)
                .or(() -> eligible.isEmpty() ? Optional.of(whyNone(ranking)) : Optional.empty());
        if (guard.isPresent()) {
            return new Decision.Skip(finding, guard.get(), sentence(finding, guard.get(), ranking));
        }
        NodeSight best = eligible.get(0);
        boolean fenceFirst = finding.code().action() == Action.FENCE_AND_PROMOTE;
        return new Decision.Promote(finding, best, fenceFirst, view.lagBytes(best));
    }

    private Optional<SkipReason> guard(ShardView view, Finding finding, GuardContext context) {
        if (view.shard().state() != ShardState.ACTIVE) {
            return Optional.of(SkipReason.ELECTION_OPEN);
        }
        if (context.paused()) {
            return Optional.of(SkipReason.MAINTENANCE_PAUSE);
        }
        Optional<SkipReason> special = finding.code().action() == Action.WAIT_AND_PROMOTE
                ? silenceGuard(finding, context)
                : hangGuard(view, finding);
        if (special.isPresent()) {
            return special;
        }
        boolean tooSoon = context.sinceLastFailoverMillis().isPresent()
                && context.sinceLastFailoverMillis().getAsLong() < settings.minIntervalMillis();
        return tooSoon ? Optional.of(SkipReason.MIN_INTERVAL) : Optional.empty();
    }

    private Optional<SkipReason> silenceGuard(Finding finding, GuardContext context) {
        if (!context.leader().confirmed()) {
            return Optional.of(SkipReason.LEADER_ISOLATED);
        }
        if (context.leader().lagMillis() > settings.maxLeaderLagMillis()) {
            return Optional.of(SkipReason.LEADER_OVERLOADED);
        }
        if (finding.code() == AnalysisCode.PRIMARY_PARTITIONED && !settings.promotePartitioned()) {
            return Optional.of(SkipReason.PARTITION_POLICY);
        }
        if (context.leaseLeftMillis() <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                context.leader().silentHosts() > settings.maxFailureRatio()
                        ? SkipReason.MASS_SILENCE
                        : SkipReason.LEASE_NOT_OVER);
    }

    private static Optional<SkipReason> hangGuard(ShardView view, Finding finding) {
        boolean stuck =
                finding.code() == AnalysisCode.PRIMARY_HUNG && !view.primary().canBeKilled();
        return stuck ? Optional.of(SkipReason.CANNOT_FENCE) : Optional.empty();
    }

    private static SkipReason whyNone(ReplicaRanking ranking) {
        boolean onlyLag = ranking.view().replicas().stream()
                .map(ranking::exclusion)
                .flatMap(Optional::stream)
                .anyMatch(Exclusion.LAGGING::equals);
        return onlyLag ? SkipReason.REPLICAS_LAG : SkipReason.NO_ELIGIBLE_REPLICA;
    }

    private static String sentence(Finding finding, SkipReason reason, ReplicaRanking ranking) {
        String why = reason.text();
        if (reason == SkipReason.NO_ELIGIBLE_REPLICA || reason == SkipReason.REPLICAS_LAG) {
            why += ranking.view().replicas().isEmpty() ? " (the shard has none)" : " (" + particulars(ranking) + ")";
        }
        return finding.text() + " Not acted on: " + why + ".";
    }

    private static String particulars(ReplicaRanking ranking) {
        return ranking.view().replicas().stream()
                .map(r -> r.name() + ": "
                        + ranking.exclusion(r).map(Exclusion::text).orElse("eligible"))
                .collect(Collectors.joining(", "));
    }
}
