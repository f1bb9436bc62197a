package io.slotkeeper.agent.command;

import io.slotkeeper.core.protocol.Order;
import java.util.Optional;

/** What an agent has promised, and whether its node may accept writes. All on the agent's event loop. */
public interface Guardian {
    /** Why the order to promote must be refused for now, if so. From now on the agent endorses no other primary. */
    Optional<String> objection(Order.Promote order);

    /** The node is about to be promoted: it may serve for one lease, counted from now. */
    void promoting(Order.Promote order);

    /** A leader has the node fenced: only a leader may lift that. Called before the node is told. */
    void fencedByOrder(long epoch);

    /** A leader has writes paused: when that time has passed without {@link #writesResumed}, the node is fenced. */
    void writesPaused(long untilNanos);

    /** A leader has the pause ended. */
    void writesResumed();

    /** A leader's fence is lifted, or could not be put up. */
    void unfencedByOrder();

    /** Whether the node is fenced or just being fenced, by whomever. */
    boolean isFenced();

    /** Whether a leader's order of that shard epoch may lift the node's fence at this moment. */
    boolean mayUnfence(long epoch);

    /** The node is none of this agent's business any more, whatever lease is still on its way. */
    void released();
}
