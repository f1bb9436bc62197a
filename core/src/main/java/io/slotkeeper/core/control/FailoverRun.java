package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.AnalysisCode;
import io.slotkeeper.core.analysis.Finding;
import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardAnalyzer;
import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.record.Election;
import java.util.Optional;

/**
 * A failover after its election was committed.
 *
 * <pre>
 * FENCING    the old primary answers:   order Fence; done, or the node is gone → PROMOTING; not done → give up
 *            it hangs:                  order KillNode; the same
 *            its lease is waited out:   over, and its agent is lost still → PROMOTING
 *            its agent is lost, or it has hung for long, and it was never seen gone → give up
 * PROMOTING  order Promote;             done → activate; not done → abort; unknown, or promised to the old one → again
 * any time   the candidate reports to be primary → activate; its process is gone → give up
 * give up    a Promote may be on its way: order Report to the candidate, with the next epoch so that no delayed Promote
 *            can follow it; then abort, unless it is primary
 * </pre>
 *
 * An order whose outcome is unknown is repeated as long as the old primary is harmless: to give the candidate up and elect
 * another while it may be primary already would make two of them. When it is harmless no more, the candidate decides: it is
 * asked, and a promotion of this election can follow no more.
 */
final class FailoverRun extends PromotionRun {
    private static final long ATTEMPT_MILLIS = 2000;
    private static final long RETRY_AFTER_MILLIS = 100;
    private static final long FENCE_WITHIN_MILLIS = 3000;

    private final Leases leases;
    private final long beganNanos;

    private boolean ordering;
    private boolean sealing;
    private boolean waitsForConfirmation;
    /** The process of the old primary that was fenced or killed by order; empty while there is none. */
    private String fencedRun = "";
    /** The process of the old primary that accepts no writes for certain; empty while there is none. */
    private String harmlessRun = "";

    /** A Promote may be on its way, of this leader or of the one before. */
    private boolean mayBeOrdered;
    /** A Promote may have been carried out without our knowing. */
    private boolean mayBePromoted;

    private long lastAttemptNanos;
    private Optional<Moment> promoteSent = Optional.empty();

    FailoverRun(LoopContext context, Leases leases, Election election, PromotionTimes times) {
        super(context, election, times);
        this.leases = leases;
        beganNanos = context.now.nanos();
        harmlessRun = times.goneRun();
        noteIfGone(context.sight(former));
    }

    @Override
    void start() {
        figure("commitMicros", context.now.microsSince(times.decidedNanos()));
        if (times.detectMicros() >= 0) {
            figure("detectMicros", times.detectMicros());
        }
        if (candidateIsPrimary()) {
            finish();
        } else {
            advance();
        }
    }

    @Override
    void resume() {
        mayBeOrdered = true;
        mayBePromoted = true;
        advance();
    }

    @Override
    void attendTo() {
        if (isEnding() || sealing) {
            return;
        }
        if (candidateIsPrimary() || candidateDiedAsPrimary()) {
            finish();
        } else if (context.sight(candidate).isGone()) {
            giveUp(AbortCode.CANDIDATE_GONE, "nothing listens at " + candidate.address());
        } else if (!ordering && context.now.millisSince(lastAttemptNanos) >= RETRY_AFTER_MILLIS) {
            advance();
        }
    }

    @Override
    void leadershipConfirmed() {
        if (waitsForConfirmation && !isEnding() && !sealing && !ordering) {
            advance();
        }
    }

    private void advance() {
        ordering = true;
        lastAttemptNanos = context.now.nanos();
        NodeSight old = context.sight(former);
        noteIfGone(old);
        if (old.isUp() && !isFenced(old)) {
            order(former, new Order.Fence(), Long.MAX_VALUE, ATTEMPT_MILLIS, this::fencingEnded);
        } else if (old.isIn(ProcessState.HUNG) && !isFenced(old)) {
            order(former, new Order.KillNode(old.runId()), Long.MAX_VALUE, ATTEMPT_MILLIS, this::fencingEnded);
        } else if (isHarmless(old)) {
            promote();
        } else if (old.agentLost() && !(isByLease() && isUnreachable())) {
            giveUpInTime(isByLease() ? FENCE_WITHIN_MILLIS : -1, "its agent is silent");
        } else {
            giveUpInTime(old.agentLost() ? Long.MAX_VALUE : FENCE_WITHIN_MILLIS, "it does not answer");
        }
    }

    private void giveUpInTime(long millis, String why) {
        ordering = false;
        if (context.now.millisSince(beganNanos) > millis) {
            giveUp(AbortCode.FENCE_FAILED, why);
        }
    }

    /**
     * It accepts no writes: looked at again before every order to promote, whatever was ordered before. One that was seen gone
     * refuses them long enough after its start, if it is back at all.
     */
    private boolean isHarmless(NodeSight old) {
        if (!old.agentAlive()
                && context.lagMillis() > context.options.failover().maxLeaderLagMillis()) {
            // What has happened meanwhile is still to be heard.
            return false;
        }
        boolean seenGone = old.isGone() || (!harmlessRun.isEmpty() && harmlessRun.equals(old.runId()));
        return seenGone || (isByLease() && old.agentLost() && leases.isOver(former) && isUnreachable());
    }

    /** The evidence still holds. A node whose agent alone is silent is nobody's to replace. */
    private boolean isUnreachable() {
        return ShardAnalyzer.analyze(context.view(shard)).stream()
                .map(Finding::code)
                .anyMatch(code -> code == AnalysisCode.PRIMARY_UNREACHABLE
                        || (code == AnalysisCode.PRIMARY_PARTITIONED
                                && context.options.failover().promotePartitioned()));
    }

    /** A fence ends with the process: one that has come after it is fenced anew. */
    private boolean isFenced(NodeSight old) {
        return !fencedRun.isEmpty() && fencedRun.equals(old.runId());
    }

    /** Only of a process that was seen gone, never of one that may have come after it. */
    private void noteIfGone(NodeSight old) {
        if (old.isGone()) {
            harmlessRun = old.runId();
        }
    }

    private boolean isByLease() {
        return isCause(AnalysisCode.PRIMARY_UNREACHABLE) || isCause(AnalysisCode.PRIMARY_PARTITIONED);
    }

    private boolean isCause(AnalysisCode code) {
        return election.cause().equals(code.name());
    }

    private void fencingEnded(CommandOutcome outcome) {
        ordering = false;
        if (isEnding()) {
            return;
        }
        if (outcome.done()) {
            fencedRun = outcome.report()
                    .flatMap(AgentReport::view)
                    .map(NodeView::runId)
                    .orElse("");
            harmlessRun = fencedRun;
            advance();
        } else if (outcome.kind() == CommandOutcome.Kind.NOT_DONE
                && !context.sight(former).isGone()) {
            giveUpInTime(mayBeOrdered ? FENCE_WITHIN_MILLIS : -1, outcome.text());
        }
    }

    private void giveUp(AbortCode code, String why) {
        ordering = false;
        if (!mayBeOrdered) {
            abort(code, why);
            return;
        }
        sealing = true;
        long nextEpoch = election.epoch() + 1;
        context.send(
                candidate,
                shard.id(),
                nextEpoch,
                new Order.Report(),
                Long.MAX_VALUE,
                ATTEMPT_MILLIS,
                outcome -> sealEnded(outcome, code, why));
    }

    private void sealEnded(CommandOutcome outcome, AbortCode code, String why) {
        sealing = false;
        if (isEnding()) {
            return;
        }
        if (candidateIsPrimary() || candidateDiedAsPrimary()) {
            finish();
        } else if (outcome.report().isPresent() && outcome.kind() != CommandOutcome.Kind.UNKNOWN) {
            abort(code, why);
        }
    }

    private void promote() {
        waitsForConfirmation = !leases.mayOrder(candidate);
        if (waitsForConfirmation) {
            ordering = false;
            return;
        }
        promoteSent = Optional.of(context.now);
        mayBeOrdered = true;
        long notAfter = context.now.nanos() + ATTEMPT_MILLIS * 1_000_000;
        order(candidate, promotion(0, harmlessRun), notAfter, ATTEMPT_MILLIS, outcome -> {
            ordering = false;
            promotionEnded(outcome);
        });
    }

    private void finish() {
        promoteSent.ifPresent(sent -> figure("promoteMicros", context.now.microsSince(sent.nanos())));
        activate();
    }

    private void promotionEnded(CommandOutcome outcome) {
        if (isEnding()) {
            return;
        }
        if (outcome.done()) {
            finish();
            return;
        }
        switch (outcome.kind()) {
            case NOT_DONE -> promotionFailed(outcome.text());
            // It will never be accepted: somebody has meant to give it up before.
            case STALE -> giveUp(AbortCode.PROMOTION_FAILED, outcome.text());
            case DONE, UNKNOWN -> mayBePromoted = true;
            // Asked again in a moment: it endorses the old primary no more from now on.
            case LATER -> {}
        }
    }

    /** One that is gone is given up by {@link #attendTo}. */
    private void promotionFailed(String why) {
        NodeSight sight = context.sight(candidate);
        if (mayBePromoted && sight.isUp()) {
            giveUp(AbortCode.PROMOTION_FAILED, why);
        } else if (!mayBePromoted && !sight.isGone()) {
            abort(AbortCode.PROMOTION_FAILED, why);
        }
    }
}
