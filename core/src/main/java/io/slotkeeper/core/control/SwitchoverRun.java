package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.Election;
import java.util.Optional;

/**
 * A switchover after its election was committed.
 *
 * <pre>
 * PAUSING    order PauseWrites to the old primary   done → PROMOTING from its offset; else, or if the candidate holds
 *                                                   another history, whose offsets mean nothing → undo
 * PROMOTING  order Promote to the candidate         done → RESUMING; not done → undo; unknown → CHECKING
 * RESUMING   order ResumeWrites once it is replica  ended → activate
 * CHECKING   order Report to the candidate, with the next epoch so that no delayed Promote can follow it
 *            primary → RESUMING; replica → undo; no answer → again, or when the old primary itself shows the outcome
 * undo       order ResumeWrites at once; abort
 * </pre>
 *
 * No acknowledged write is lost: the old primary accepts none between the offset that the candidate waits for and its own
 * demotion. After {@code timeoutMillis} its agent fences it unless it was resumed; the candidate's agent starts no promotion
 * later than {@link #MARGIN_MILLIS} before that, on its own clock.
 */
final class SwitchoverRun extends PromotionRun {
    /** Safety distance between the last moment for a promotion and the end of the pause. */
    static final long MARGIN_MILLIS = 50;

    private static final long CHECK_AGAIN_MILLIS = 100;
    private static final long RESUME_TIMEOUT_MILLIS = 1500;

    private final Leases leases;
    private final long timeoutMillis;
    private boolean checking;
    private boolean ordering;
    private long pauseSentNanos;
    private long lastCheckNanos;

    SwitchoverRun(LoopContext context, Leases leases, Election election, PromotionTimes times, long timeoutMillis) {
        super(context, election, times);
        this.leases = leases;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    void start() {
        figure("commitMicros", context.now.microsSince(times.decidedNanos()));
        pauseSentNanos = context.now.nanos();
        order(former, new Order.PauseWrites(timeoutMillis), Long.MAX_VALUE, timeoutMillis, this::paused);
    }

    @Override
    void resume() {
        pauseSentNanos = context.now.nanos();
        check();
    }

    @Override
    void attendTo() {
        if (isEnding() || !checking || ordering) {
            return;
        }
        if (context.now.millisSince(lastCheckNanos) >= CHECK_AGAIN_MILLIS) {
            check();
        }
    }

    private void paused(CommandOutcome outcome) {
        if (!outcome.done()) {
            undo(AbortCode.PAUSE_FAILED, outcome.text());
            return;
        }
        if (!candidateHoldsHistoryOf(outcome)) {
            undo(AbortCode.HISTORY_CHANGED, "wait until it has synced, then try again");
            return;
        }
        if (!leases.mayOrder(candidate)) {
            undo(AbortCode.SWITCHOVER_TIMED_OUT, "the replica's agent has just started; try again");
            return;
        }
        long lastMoment = pauseSentNanos + (timeoutMillis - MARGIN_MILLIS) * 1_000_000;
        order(
                candidate,
                promotion(outcome.offset(), context.sight(former).runId()),
                lastMoment,
                timeoutMillis,
                promoted -> promotionEnded(promoted, context.now.nanos()));
    }

    /** A primary that has restarted meanwhile counts from another beginning; its replica may not have noticed. */
    private boolean candidateHoldsHistoryOf(CommandOutcome paused) {
        Optional<String> history = paused.report().flatMap(AgentReport::view).map(NodeView::replicationId);
        return history.isPresent()
                && history.equals(context.sight(candidate).view().map(NodeView::replicationId));
    }

    private void promotionEnded(CommandOutcome outcome, long nanos) {
        switch (outcome.kind()) {
            case DONE -> {
                figure("promoteMicros", (nanos - pauseSentNanos) / 1000);
                resumeWrites();
            }
            case NOT_DONE, LATER -> undo(AbortCode.SWITCHOVER_TIMED_OUT, outcome.text());
            case STALE, UNKNOWN -> check();
        }
    }

    private void resumeWrites() {
        ordering = true;
        order(former, new Order.ResumeWrites(true), Long.MAX_VALUE, RESUME_TIMEOUT_MILLIS, outcome -> {
            figure("blockedMicros", context.now.microsSince(pauseSentNanos));
            checking = true;
            ordering = false;
            activate();
        });
    }

    private void check() {
        checking = true;
        ordering = true;
        lastCheckNanos = context.now.nanos();
        long nextEpoch = election.epoch() + 1;
        context.send(
                candidate, shard.id(), nextEpoch, new Order.Report(), Long.MAX_VALUE, timeoutMillis, this::checked);
    }

    private void checked(CommandOutcome outcome) {
        ordering = false;
        if (isEnding()) {
            return;
        }
        NodeSight successor = context.sight(candidate);
        if (candidateIsPrimary() || candidateDiedAsPrimary()) {
            resumeWrites();
        } else if (outcome.done() && (successor.isUpAs(NodeRole.REPLICA) || successor.isGone())) {
            undo(AbortCode.SWITCHOVER_TIMED_OUT, "the replica was not promoted");
        } else if (isDemoted(context.sight(former))) {
            resumeWrites();
        } else if (stillServes(context.sight(former))) {
            undo(AbortCode.SWITCHOVER_TIMED_OUT, "the replica's agent does not answer");
        }
    }

    private boolean isDemoted(NodeSight old) {
        return old.isUpAs(NodeRole.REPLICA)
                && old.view()
                        .filter(v -> v.primary().equals(Optional.of(candidate.id())))
                        .isPresent();
    }

    /**
     * The last moment for a promotion is over for so long that gossip would have demoted the old primary, and that a candidate
     * that was promoted and cut off in the same moment is fenced: it never had a lease but that of its promotion.
     */
    private boolean stillServes(NodeSight old) {
        long settledMillis = context.options.leases().harmlessAfterNanos() / 1_000_000 + 1;
        return context.now.millisSince(pauseSentNanos) > timeoutMillis + settledMillis
                && old.isUpAs(NodeRole.PRIMARY)
                && old.view().filter(v -> v.slots().containsAll(shard.slots())).isPresent();
    }

    private void undo(AbortCode code, String why) {
        ordering = true;
        order(former, new Order.ResumeWrites(false), Long.MAX_VALUE, RESUME_TIMEOUT_MILLIS, outcome -> {
            checking = true;
            ordering = false;
            abort(code, why);
        });
    }
}
