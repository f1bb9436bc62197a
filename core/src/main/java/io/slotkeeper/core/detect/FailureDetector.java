package io.slotkeeper.core.detect;

import io.slotkeeper.core.protocol.AgentReport;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Remembers the newest report of every agent and tells who is silent. Soft state: it is never replicated, and every
 * coordinator has its own. Not thread-safe; belongs to one control loop.
 *
 * <p>Two processes with one agent name: the one that was there first keeps the name for as long as it reports. A new
 * process takes the name over once the former has been silent for {@link #TAKE_OVER_AFTER_MILLIS}, so that an agent may
 * be restarted; if the former reports again before, the new process is an {@link Hearing#IMPOSTOR}.
 */
public final class FailureDetector {
    /** How long the former process of an agent must be silent before a new one takes its name over. */
    static final long TAKE_OVER_AFTER_MILLIS = 400;

    private final DetectionSettings settings;
    private final Map<String, AgentSession> sessions = new TreeMap<>();
    private final Map<String, Contender> contenders = new TreeMap<>();

    /** A second process under a name: since when, and whether the first has spoken since. */
    private record Contender(String instance, long sinceNanos, boolean incumbentAlive) {}

    /** What to make of a report. */
    public enum Hearing {
        /** It is the newest word of its agent. */
        ACCEPTED,
        /** It is older than what is known, or its process has to wait for the name. */
        IGNORED,
        /** Another living process has the same agent name: send this one away. */
        IMPOSTOR
    }

    public FailureDetector(DetectionSettings settings) {
        this.settings = settings;
    }

    /** Takes in a report. */
    public Hearing heard(AgentReport report, Moment now) {
        String name = report.identity().name();
        AgentSession known = sessions.get(name);
        if (known == null || known.speaks(report)) {
            if (known != null && known.report().sequence() >= report.sequence()) {
                return Hearing.IGNORED;
            }
            contenders.computeIfPresent(name, (n, c) -> new Contender(c.instance, c.sinceNanos, true));
            sessions.put(name, session(known, report, now));
            return Hearing.ACCEPTED;
        }
        return contend(name, known, report, now);
    }

    private static AgentSession session(AgentSession before, AgentReport report, Moment now) {
        return before == null
                ? new AgentSession(report, now.nanos(), now.nanos(), false)
                : before.heard(report, now.nanos());
    }

    private Hearing contend(String name, AgentSession incumbent, AgentReport report, Moment now) {
        String instance = report.identity().instance();
        Contender contender = contenders.get(name);
        if (contender == null || !contender.instance.equals(instance)) {
            contender = new Contender(instance, now.nanos(), false);
            contenders.put(name, contender);
        }
        if (incumbent.departed() || now.millisSince(incumbent.heardNanos()) > TAKE_OVER_AFTER_MILLIS) {
            contenders.remove(name);
            sessions.put(name, session(incumbent, report, now));
            return Hearing.ACCEPTED;
        }
        return contender.incumbentAlive ? Hearing.IMPOSTOR : Hearing.IGNORED;
    }

    /** Hazelcast says that the agent's process has left. Its next report, if any, revokes this. */
    public void departed(String agent) {
        sessions.computeIfPresent(agent, (name, session) -> session.asDeparted());
    }

    /** The newest report of an agent, however old. */
    public Optional<AgentSession> session(String agent) {
        return Optional.ofNullable(sessions.get(agent));
    }

    /** All sessions in the order of the agents' names. */
    public Collection<AgentSession> sessions() {
        return sessions.values();
    }

    /** Whether an agent reports. */
    public boolean isAlive(String agent, Moment now) {
        AgentSession session = sessions.get(agent);
        return session != null
                && !session.departed()
                && now.millisSince(session.heardNanos()) <= settings.silenceAfterMillis();
    }

    /**
     * Whether an agent must be taken for lost: it was heard and fell silent, or was never heard although the leader has
     * waited long enough.
     *
     * @param leaderSinceNanos when this coordinator became leader
     */
    public boolean isLost(String agent, long leaderSinceNanos, Moment now) {
        if (sessions.containsKey(agent)) {
            return !isAlive(agent, now);
        }
        return now.millisSince(leaderSinceNanos) > settings.graceMillis();
    }

    /** Forgets an agent that is not part of the cluster any more. */
    public void forget(String agent) {
        sessions.remove(agent);
        contenders.remove(agent);
    }
}
