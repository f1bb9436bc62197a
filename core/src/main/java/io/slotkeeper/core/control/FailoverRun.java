package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.AnalysisCode;
import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.Election;
import java.util.Optional;

/**
 * A failover after its election was committed.
 *
 * <pre>
 * FENCING    the old primary answers:   order Fence; done, or the node is gone → PROMOTING; not done → abort
 *            its agent is lost, and it was never seen gone → abort
 * PROMOTING  order Promote;             done → activate; not done → abort; unknown → again
 * any time   the candidate reports to be primary → activate; its process is gone → abort
 * </pre>
 *
 * An order whose outcome is unknown is repeated, for ever if need be: to give the candidate up and elect another while it
 * may be primary already would make two of them.
 */
final class FailoverRun extends PromotionRun {
    private static final long ATTEMPT_MILLIS = 2000;
    private static final long RETRY_AFTER_MILLIS = 100;

    private boolean ordering;
    private boolean fenced;
    private long lastAttemptNanos;
    private Optional<Moment> promoteSent = Optional.empty();

    FailoverRun(LoopContext context, Election election, PromotionTimes times) {
        super(context, election, times);
    }

    @Override
    void start() {
        figure("commitMicros", context.now.microsSince(times.decidedNanos()));
        if (times.detectMicros() >= 0) {
            figure("detectMicros", times.detectMicros());
        }
        advance();
    }

    @Override
    void resume() {
        advance();
    }

    @Override
    void attendTo() {
        if (isEnding()) {
            return;
        }
        if (candidateIsPrimary()) {
            finish();
        } else if (context.sight(candidate).isGone()) {
            abort(AbortCode.CANDIDATE_GONE, "nothing listens at " + candidate.address());
        } else if (!ordering && context.now.millisSince(lastAttemptNanos) >= RETRY_AFTER_MILLIS) {
            advance();
        }
    }

    private void advance() {
        ordering = true;
        lastAttemptNanos = context.now.nanos();
        NodeSight old = context.sight(former);
        if (old.isUp() && !fenced) {
            order(former, new Order.Fence(), Long.MAX_VALUE, ATTEMPT_MILLIS, this::fencingEnded);
        } else if (promoteSent.isPresent() || isHarmless(old)) {
            promote();
        } else if (old.agentLost()) {
            abort(AbortCode.FENCE_FAILED, "its agent is silent");
        } else {
            ordering = false;
        }
    }

    /** It accepts no writes. One that was seen gone refuses them long enough after its start, if it is back at all. */
    private boolean isHarmless(NodeSight old) {
        return fenced || old.isGone() || election.cause().equals(AnalysisCode.PRIMARY_CRASHED.name());
    }

    private void fencingEnded(CommandOutcome outcome) {
        ordering = false;
        if (isEnding()) {
            return;
        }
        if (outcome.done()) {
            fenced = true;
            advance();
        } else if (outcome.kind() == CommandOutcome.Kind.NOT_DONE
                && !context.sight(former).isGone()) {
            fencingImpossible(outcome.text());
        }
    }

    /** An election ends here only before the candidate was told anything: from then on it may be primary already. */
    private void fencingImpossible(String why) {
        if (promoteSent.isPresent()) {
            ordering = true;
            promote();
        } else {
            abort(AbortCode.FENCE_FAILED, why);
        }
    }

    private void promote() {
        promoteSent = Optional.of(context.now);
        long notAfter = context.now.nanos() + ATTEMPT_MILLIS * 1_000_000;
        order(candidate, new Order.Promote(shard.slots(), 0), notAfter, ATTEMPT_MILLIS, outcome -> {
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
        } else if (outcome.kind() == CommandOutcome.Kind.NOT_DONE
                && context.sight(candidate).isUp()) {
            abort(AbortCode.PROMOTION_FAILED, outcome.text());
        }
    }
}
