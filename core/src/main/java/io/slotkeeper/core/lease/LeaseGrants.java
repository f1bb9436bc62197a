package io.slotkeeper.core.lease;

import io.slotkeeper.core.detect.AgentSession;
import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.protocol.LeaseTiming;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The leader's side of leases: which heartbeats may be acknowledged, and until when a lease may still be in use. Soft state
 * of one leader, on its own clock; no I/O. Belongs to one control loop.
 *
 * <pre>
 * begin(sessions)   heartbeats that are here now wait for a confirmation of leadership; one round at a time
 * confirmed(round)  they may be acknowledged: the leadership was confirmed after they had arrived
 * doubted(round)    they may not; later ones try again
 * </pre>
 */
public final class LeaseGrants {
    /** A round that nobody ended is given up after so many milliseconds. */
    static final long ROUND_LASTS_MILLIS = 2000;

    private final LeaseTiming timing;
    private final Map<String, Long> countedFrom = new HashMap<>();
    private final Map<String, String> confirmedInstances = new HashMap<>();
    private List<AgentSession> waiting = List.of();
    private long round;
    private boolean open;
    private long beganNanos;
    private long leaderSinceNanos;

    public LeaseGrants(LeaseTiming timing) {
        this.timing = timing;
    }

    /** This coordinator leads from now on: any lease of former leaders may be valid. */
    public void leads(Moment now) {
        countedFrom.clear();
        confirmedInstances.clear();
        waiting = List.of();
        open = false;
        // No answer to a round of an earlier leadership may count in this one.
        round++;
        leaderSinceNanos = now.nanos();
    }

    /** Whether a round may begin: none is under way. */
    public boolean mayBegin(Moment now) {
        return !open || now.millisSince(beganNanos) > ROUND_LASTS_MILLIS;
    }

    /** Begins a round for all heartbeats that have arrived. Returns its number. */
    public long begin(Collection<AgentSession> heard, Moment now) {
        waiting = List.copyOf(heard);
        open = true;
        beganNanos = now.nanos();
        return ++round;
    }

    /** The leadership was confirmed by a round. Returns the heartbeats that it covers; none when the round is not open. */
    public List<AgentSession> confirmed(long number) {
        if (!open || number != round) {
            return List.of();
        }
        open = false;
        waiting.forEach(session -> confirmedInstances.put(
                session.report().identity().name(), session.report().identity().instance()));
        return waiting;
    }

    /**
     * Whether this leadership was confirmed after an agent's process had been heard. Only then does that process, which
     * remembers terms since its start, know of every leader that came after this one.
     */
    public boolean knows(AgentSession session) {
        return session.report()
                .identity()
                .instance()
                .equals(confirmedInstances.get(session.report().identity().name()));
    }

    /** A round did not confirm the leadership. */
    public void doubted(long number) {
        if (number == round) {
            open = false;
        }
    }

    /** A heartbeat is acknowledged: its agent may hold a lease that is counted from it. */
    public void granted(AgentSession session) {
        holdsFrom(session.report().identity().name(), session.heardNanos());
    }

    /** An agent may hold a lease that began no later than a moment on this coordinator's clock. */
    public void holdsFrom(String agent, long nanos) {
        countedFrom.merge(agent, nanos, Math::max);
    }

    /** Whether the node beside an agent refuses writes for certain, if that agent got no lease but from here. */
    public boolean isOver(String agent, Moment now) {
        return now.nanos() - endNanos(agent) >= 0;
    }

    /** Milliseconds until {@link #isOver}, rounded up; 0 when it is over. */
    public long remainingMillis(String agent, Moment now) {
        return Math.max(0, (endNanos(agent) - now.nanos() + 999_999) / 1_000_000);
    }

    private long endNanos(String agent) {
        long from = Math.max(leaderSinceNanos, countedFrom.getOrDefault(agent, leaderSinceNanos));
        return from + timing.harmlessAfterNanos();
    }
}
