package io.slotkeeper.core.lease;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.Endorser;
import io.slotkeeper.core.protocol.LeaseGrant;
import io.slotkeeper.core.protocol.LeaseTiming;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The agent's side of leases: decides whether its node may accept writes. {@code (state, event, now) → effects}; reads no
 * clock and does no I/O. Belongs to one agent.
 *
 * <pre>
 * the node is               and the right to serve is          the keeper
 * no primary, or has none   of no matter                        does nothing
 * primary with replicas     valid                               lets it serve
 *                           over in less than ask-before        asks all replicas' agents for endorsements
 *                           over                                fences the node; goes on asking
 *                           over, the fence is not confirmed    kills the node half of fence-within later
 *                           over for more than fence-within     asks first, and fences the node a little later: the keeper
 *                           when that is noticed                was not run in time, see the gap in docs/safety.md
 *                           valid again                         lifts its own fence, never that of a leader
 * primary, writes paused    of no matter                        fences the node when the pause was not ended by order: a
 *                           once the pause is over              replica may have been promoted; only a leader lifts that
 * </pre>
 *
 * <p>The right to serve belongs to one process (run id) and lasts until the latest of: {@code lease} after an acknowledged
 * heartbeat was sent, {@code lease} after all replicas' agents were asked and promised, and {@code lease} after an order to
 * promote the node was read. The keeper begins its work with the first lease or promotion: before, it cannot know whether the
 * node is its business.
 */
public final class LeaseKeeper {
    /** How the node stands with the fence of this keeper. */
    private enum Fence {
        NONE,
        FENCING,
        FENCED
    }

    /** How long a keeper that was not run in time waits for endorsements before it fences. */
    private static final long LATE_PATIENCE_NANOS = 100_000_000;

    private final List<LeaseEffect> effects = new ArrayList<>();
    private LeaseTiming timing;
    private NodeId node;
    private String runId = "";
    private boolean primary;
    /** A lease was granted, or a promotion ordered, since this keeper began. */
    private boolean guards;
    /** The shard has no replicas. */
    private boolean alone;

    private long term;
    private List<Endorser> endorsers = List.of();
    /** Send time of the heartbeat that the newest grant is for. */
    private long grantedSentNanos;

    private final Set<NodeId> missing = new HashSet<>();
    private long round;
    private long askedNanos;
    private boolean asked;
    private boolean holds;
    private long untilNanos;
    private Fence fence = Fence.NONE;
    private long fencingSinceNanos;
    private boolean killed;
    private boolean fencedByOrder;
    private long fenceEpoch;
    /** Writes are paused by order, which leaves this process harmless until a moment only. */
    private boolean paused;

    private long pausedUntilNanos;
    /** The fence stands for a pause that ran out. */
    private boolean fencedByPause;
    /** The right was valid when it was last looked at. */
    private boolean wasValid;

    private boolean late;
    private long lateNanos;

    /**
     * A keeper without any right yet.
     *
     * @param timing in force until a leader says otherwise
     */
    public LeaseKeeper(LeaseTiming timing) {
        this.timing = timing;
    }

    /** Takes in one event and returns what is to be done, in order. */
    public List<LeaseEffect> step(LeaseEvent event, long now) {
        effects.clear();
        if (event instanceof LeaseEvent.Granted grant) {
            granted(grant.grant());
        } else if (event instanceof LeaseEvent.NodeSeen seen) {
            seen(seen);
        } else if (event instanceof LeaseEvent.NodeGone) {
            gone();
        } else if (event instanceof LeaseEvent.Promoted promoted) {
            promoted(promoted);
        } else if (event instanceof LeaseEvent.FenceOrdered ordered) {
            orderedFence(ordered.epoch());
        } else if (event instanceof LeaseEvent.UnfenceOrdered) {
            fencedByOrder = false;
            fencedByPause = false;
            fence = Fence.NONE;
        } else if (event instanceof LeaseEvent.Answered answer) {
            answered(answer);
        } else if (event instanceof LeaseEvent.FenceEnded ended && ended.done() && fence == Fence.FENCING) {
            fence = Fence.FENCED;
        } else {
            pauseChanged(event);
        }
        keep(now);
        return List.copyOf(effects);
    }

    private void orderedFence(long epoch) {
        fencedByOrder = true;
        fencedByPause = false;
        fenceEpoch = Math.max(fenceEpoch, epoch);
        wasValid = false;
        late = false;
    }

    private void pauseChanged(LeaseEvent event) {
        if (event instanceof LeaseEvent.WritesPaused pause) {
            paused = true;
            pausedUntilNanos = pause.untilNanos();
        } else if (event instanceof LeaseEvent.WritesResumed) {
            paused = false;
            if (fencedByPause) {
                // The leader knows by now that nobody else serves: from here on the fence is the keeper's own.
                fencedByPause = false;
                fencedByOrder = false;
                fence = Fence.FENCED;
            }
        }
    }

    /**
     * Whether a leader's order may lift the node's fence: not that of a primary without a lease. A keeper that has just begun
     * waits for the first one, since the order may be that of a leader of long ago. Nor does an order lift a fence of its own
     * shard epoch: it was sent before that, and came late.
     *
     * @param epoch shard epoch of the order
     */
    public boolean mayUnfence(long epoch, long now) {
        return !primary || (epoch > fenceEpoch && guards && (alone || isValid(now)));
    }

    /** Whether the node is fenced or just being fenced, by this keeper or by order. */
    public boolean isFenced() {
        return fence != Fence.NONE || fencedByOrder;
    }

    /** Whether the node is being fenced, and has not confirmed it. */
    public boolean isFencing() {
        return fence == Fence.FENCING;
    }

    /** Whether the node, as it was last seen, may accept writes. */
    public boolean mayServe(long now) {
        boolean pauseOver = paused && now - pausedUntilNanos >= 0;
        return !pauseOver && (!isGuarded() || isValid(now));
    }

    /** The replicas whose agents are asked for endorsements; those that joined later are not among them. */
    public List<NodeId> askedReplicas() {
        return endorsers.stream().map(Endorser::node).toList();
    }

    private void granted(LeaseGrant grant) {
        boolean overtaken = grant.term() == term && grant.sentNanos() - grantedSentNanos < 0;
        if (grant.term() < term || overtaken || !grant.runId().equals(runId)) {
            return;
        }
        term = grant.term();
        grantedSentNanos = grant.sentNanos();
        timing = grant.timing();
        endorsers = grant.endorsers().stream().map(this::reachable).toList();
        guards = true;
        alone = endorsers.isEmpty();
        holdUntil(grant.sentNanos() + timing.leaseNanos());
    }

    /** A leader that has just begun may not have heard a replica's agent yet; where it was before is worth a try. */
    private Endorser reachable(Endorser endorser) {
        return endorser.port() != 0
                ? endorser
                : endorsers.stream()
                        .filter(known -> known.node().equals(endorser.node()))
                        .findFirst()
                        .orElse(endorser);
    }

    private void seen(LeaseEvent.NodeSeen seen) {
        if (!seen.runId().equals(runId)) {
            begin(seen);
        }
        node = seen.id();
        primary = seen.primary();
        paused = paused && primary;
    }

    /** Another process: it inherits no right, and no fence. A fence that it has already is of somebody else. */
    private void begin(LeaseEvent.NodeSeen seen) {
        runId = seen.runId();
        fencedByOrder = seen.fenced();
        fenceEpoch = 0;
        fencedByPause = false;
        gone();
    }

    private void gone() {
        holds = false;
        wasValid = false;
        late = false;
        asked = false;
        missing.clear();
        fence = Fence.NONE;
        killed = false;
        primary = false;
        paused = false;
    }

    private void promoted(LeaseEvent.Promoted promoted) {
        if (promoted.runId().equals(runId)) {
            timing = promoted.timing();
            guards = true;
            alone = false;
            endorsers = List.of();
            holdUntil(promoted.readNanos() + timing.leaseNanos());
        }
    }

    private void answered(LeaseEvent.Answered answer) {
        if (!asked || answer.round() != round || !answer.promised()) {
            return;
        }
        missing.remove(answer.by());
        if (missing.isEmpty()) {
            holdUntil(askedNanos + timing.leaseNanos());
        }
    }

    private void holdUntil(long nanos) {
        untilNanos = holds && untilNanos - nanos > 0 ? untilNanos : nanos;
        holds = true;
    }

    private boolean isGuarded() {
        return primary && guards && !alone;
    }

    private boolean isValid(long now) {
        return holds && now - untilNanos < 0;
    }

    private void keep(long now) {
        if (paused && now - pausedUntilNanos >= 0) {
            pauseRunsOut(now);
            return;
        }
        if (!isGuarded() || fencedByOrder) {
            if (paused) {
                wakeAt(pausedUntilNanos);
            }
            return;
        }
        askInTime(now);
        if (isValid(now)) {
            wasValid = true;
            late = false;
            unfence();
            wakeAt(nextLook(now));
        } else if (isLate(now)) {
            wakeAt(lateNanos + LATE_PATIENCE_NANOS);
        } else {
            fence(now);
        }
    }

    /** A replica may have been promoted meanwhile: from now on only the leader may let the node serve. */
    private void pauseRunsOut(long now) {
        if (fence != Fence.FENCED && !fencedByOrder) {
            fence(now);
            return;
        }
        fencedByPause = !fencedByOrder;
        fencedByOrder = true;
        fence = Fence.NONE;
        paused = false;
        wasValid = false;
    }

    private void wakeAt(long nanos) {
        effects.add(new LeaseEffect.WakeAt(paused && pausedUntilNanos - nanos < 0 ? pausedUntilNanos : nanos));
    }

    /** Whatever harm there was is done: a moment more for the answers spares clients needless refusals. */
    private boolean isLate(long now) {
        if (wasValid) {
            wasValid = false;
            late = now - untilNanos >= timing.fenceWithinNanos();
            lateNanos = now;
        }
        return late && now - lateNanos < LATE_PATIENCE_NANOS;
    }

    private void askInTime(long now) {
        boolean due = !holds || now - (untilNanos - timing.askBeforeNanos()) >= 0;
        boolean again = !asked || now - askedNanos >= timing.askBeforeNanos() / 2;
        if (due && again && !endorsers.isEmpty()) {
            round++;
            asked = true;
            askedNanos = now;
            missing.clear();
            endorsers.forEach(e -> missing.add(e.node()));
            effects.add(new LeaseEffect.Ask(round, endorsers, node, runId, timing));
        }
    }

    private long nextLook(long now) {
        long askNanos = untilNanos - timing.askBeforeNanos();
        if (now - askNanos < 0) {
            return askNanos;
        }
        long againNanos = asked ? askedNanos + timing.askBeforeNanos() / 2 : untilNanos;
        return againNanos - untilNanos < 0 ? againNanos : untilNanos;
    }

    private void unfence() {
        if (fence != Fence.NONE) {
            fence = Fence.NONE;
            effects.add(new LeaseEffect.Unfence());
        }
    }

    private void fence(long now) {
        long patience = timing.fenceWithinNanos() / 2;
        if (fence == Fence.NONE) {
            fence = Fence.FENCING;
            fencingSinceNanos = now;
            killed = false;
            effects.add(new LeaseEffect.Fence());
        } else if (fence == Fence.FENCING && !killed && now - fencingSinceNanos >= patience) {
            killed = true;
            effects.add(new LeaseEffect.Kill(runId));
        }
        effects.add(new LeaseEffect.WakeAt(now + patience));
    }
}
