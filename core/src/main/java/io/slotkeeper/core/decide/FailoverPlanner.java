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
 * 2 silence only:        LEADER_OVERLOADED, MASS_SILENCE, then DEATH_NOT_CONFIRMED
 * 3 MIN_INTERVAL         the last failover of the shard is too recent
 * 4 NO_ELIGIBLE_REPLICA  or REPLICAS_LAG, when lag alone excludes them
 * </pre>
 *
 * Silence is weighed by guard 2 because it can be the observer's fault; a refused connection seen from the same host
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
        Action action = finding.code().action();
        return action == Action.PROMOTE
                || action == Action.FENCE_AND_PROMOTE
                || finding.code() == AnalysisCode.PRIMARY_UNREACHABLE;
    }

    private Decision decide(ShardView view, Finding finding, GuardContext context) {
        ReplicaRanking ranking =
                new ReplicaRanking(view, settings.maxLagBytes(), context.primariesByZone(), context.failedRecently());
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
        if (finding.code() == AnalysisCode.PRIMARY_UNREACHABLE) {
            return Optional.of(silenceGuard(context));
        }
        boolean tooSoon = context.sinceLastFailoverMillis().isPresent()
                && context.sinceLastFailoverMillis().getAsLong() < settings.minIntervalMillis();
        return tooSoon ? Optional.of(SkipReason.MIN_INTERVAL) : Optional.empty();
    }

    private SkipReason silenceGuard(GuardContext context) {
        if (context.leaderLagMillis() > settings.maxLeaderLagMillis()) {
            return SkipReason.LEADER_OVERLOADED;
        }
        return context.silentRatio() > settings.maxFailureRatio()
                ? SkipReason.MASS_SILENCE
                : SkipReason.DEATH_NOT_CONFIRMED;
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
