package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.LeaseGrant;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What the shell has to do for the control loop. Each effect hands itself to the matching method of a handler. */
public sealed interface Effect {
    void accept(Handler handler);

    /** The shell. Every method starts the work and returns; what comes of it is a {@link ControlEvent}. */
    interface Handler {
        void propose(Propose effect);

        void send(Send effect);

        void probe(Probe effect);

        void answer(Answer effect);

        void answer(OperationAnswer effect);

        void answer(UpkeepAnswer effect);

        void answerDrill(AnswerDrill effect);

        void answer(CustodyAnswer effect);

        void note(Note effect);

        void promoted(Promoted effect);

        void wakeUp(WakeUp effect);

        void confirmLeadership(ConfirmLeadership effect);

        void grant(Grant effect);
    }

    /** Ask for a record to be committed. */
    record Propose(SlotMapRecord record) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.propose(this);
        }
    }

    /**
     * Send a command to an agent.
     *
     * @param agent stable name, for logs
     * @param address event-bus address of the agent's process
     * @param timeoutMillis after which the command is lost
     */
    record Send(String agent, String address, AgentCommand command, long timeoutMillis) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.send(this);
        }
    }

    /** Find out whether a node answers this coordinator directly. */
    record Probe(Node node) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.probe(this);
        }
    }

    /** Answer a {@link ControlEvent.PromotionRequested}. */
    record Answer(long requestId, PromotionResult result) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.answer(this);
        }
    }

    /** Answer a {@link ControlEvent.OperationRequested}. */
    record OperationAnswer(long requestId, OperationResult result) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.answer(this);
        }
    }

    /** Answer a {@link ControlEvent.UpkeepRequested}. */
    record UpkeepAnswer(long requestId, UpkeepResult result) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.answer(this);
        }
    }

    /**
     * Answer a {@link ControlEvent.DrillRequested}. What a drill does to the leader itself is done by whoever gets this, after
     * the answer.
     */
    record AnswerDrill(long requestId, DrillResult result) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.answerDrill(this);
        }
    }

    /** Answer a {@link ControlEvent.CustodyRequested}. */
    record CustodyAnswer(long requestId, CustodyResult result) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.answer(this);
        }
    }

    /**
     * Tell people.
     *
     * @param level how urgent
     * @param shard shard id, empty when it is about a node or the cluster
     * @param code stable reason code
     * @param text one sentence
     */
    record Note(Level level, String shard, String code, String text) implements Effect {
        /** How urgent a note is. */
        public enum Level {
            INFO,
            WARNING,
            ERROR
        }

        @Override
        public void accept(Handler handler) {
            handler.note(this);
        }
    }

    /**
     * Count a promotion in the metrics.
     *
     * @param cause stable reason code
     * @param outcome {@code promoted} or the code of the abort
     * @param phases durations, all in microseconds, by name: detect, commit, promote, blocked
     */
    record Promoted(String shard, long epoch, String cause, String outcome, Map<String, Long> phases)
            implements Effect {
        public Promoted {
            phases = Collections.unmodifiableMap(new TreeMap<>(phases));
        }

        @Override
        public void accept(Handler handler) {
            handler.promoted(this);
        }
    }

    /** Send a {@link ControlEvent.Tick} after a time that is shorter than the usual rhythm. */
    record WakeUp(long afterMillis) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.wakeUp(this);
        }
    }

    /**
     * Have a majority of the coordinators confirm that nobody leads in a higher term: asked from now on, not before. Ends in
     * {@link ControlEvent.LeadershipConfirmed} or {@link ControlEvent.LeadershipDoubted} with the same round.
     */
    record ConfirmLeadership(long round, long term) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.confirmLeadership(this);
        }
    }

    /** Send a lease to an agent's lease address; no answer is waited for. */
    record Grant(String address, LeaseGrant grant) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.grant(this);
        }
    }
}
