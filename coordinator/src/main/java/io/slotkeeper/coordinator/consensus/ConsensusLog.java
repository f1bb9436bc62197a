package io.slotkeeper.coordinator.consensus;

import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The replicated log of slot map records. A record counts once it is committed by a majority; every coordinator then
 * applies it, in the same order.
 *
 * <p>Methods return at once and may be called from any thread.
 */
public interface ConsensusLog {
    /**
     * Asks for a record to be committed and applied.
     *
     * @return completes with what applying did, after the listener has heard of it. Fails with
     *     {@link NotLeaderException} when it certainly was not committed and this coordinator cannot commit, or with
     *     {@link OutcomeUnknownException} when it may or may not be committed: read the state before repeating
     */
    CompletionStage<ApplyOutcome> propose(SlotMapRecord record);

    /** The state after the last applied record. */
    ClusterState state();

    /** Whether this coordinator leads and has applied all that its predecessors committed. */
    boolean isLeader();

    /**
     * The newest Raft term that this coordinator knows. From then on it votes in no older one, so a majority that knows no
     * newer term than a leader's has elected nobody after it.
     */
    long term();

    /** Id of the leading coordinator, when known. */
    Optional<String> leader();

    /**
     * Whether {@link #state()} holds everything that the leader had committed when this coordinator first heard of it after its
     * start. False while there was no leader.
     */
    boolean caughtUp();

    /**
     * Takes a coordinator's vote away; nothing happens when it has none. On the leader only. Blocks until it is committed.
     *
     * @throws IllegalStateException with the reason when it cannot be done now; repeating it is safe
     */
    void expel(String id);

    /**
     * Gives a coordinator a vote, once it holds the whole log; nothing happens when it has one. As {@link #expel}.
     *
     * @param address {@code host:port} of its log
     */
    void include(String id, String address);

    /** Whether this coordinator stands in for one whose disk was lost, and must yet be expelled and included. */
    boolean replacing();

    /** This coordinator has a vote again. */
    void replaced();

    /**
     * Hands the leadership to another coordinator, as far as this one leads and another can take it; call it before a
     * planned {@link #close()}. Blocks until the other leads, three seconds at most: call it off the event loop.
     *
     * @return the new leader; empty when nothing was handed over
     */
    Optional<String> handOver();

    /**
     * Completes, with a sentence for the user, when the log cannot be written any more: this coordinator can then neither vote
     * nor commit, but may still count as the leader. It should be closed, so that the others go on without it.
     */
    CompletionStage<String> failed();

    /** Whether this coordinator leads and a majority has not answered it for a second. */
    boolean isIsolated();

    /**
     * Gives up the leadership without asking anybody, and does not ask for it again for a moment. Nothing happens on a
     * follower. Returns at once.
     */
    void resign();

    /** Stops taking part. Blocks until files are closed: call it off the event loop. */
    void close();

    /**
     * Hears what the log does. Called in log order from one thread at a time, never the event loop; must not block.
     */
    interface Listener {
        /** A record was applied. {@code index} is its place in the log. */
        void applied(long index, SlotMapRecord record, ApplyOutcome outcome);

        /** The state was replaced by a snapshot of the leader's. */
        void stateReplaced(ClusterState state);

        /** This coordinator leads from now on, and {@link ConsensusLog#state()} holds everything committed before. */
        void leadershipGained(long term, ClusterState state);

        /** This coordinator does not lead any more; {@code leader} is the new one when known. */
        void leadershipLost(Optional<String> leader);
    }
}
