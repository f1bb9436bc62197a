package io.slotkeeper.core.control;

import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a command, as far as the leader can tell.
 *
 * @param kind how to go on
 * @param text what went wrong, empty when done
 * @param offset replication offset where the order asks for one, else -1
 * @param figures what else the order asks for
 * @param report the agent's report after the command, when it answered
 */
record CommandOutcome(Kind kind, String text, long offset, Map<String, Long> figures, Optional<AgentReport> report) {
    /** How to go on after a command. */
    enum Kind {
        DONE,
        /** Its end is not reached and will not be reached by this attempt. */
        NOT_DONE,
        /** Not begun, but it will be accepted a little later. */
        LATER,
        /** The agent has seen a younger leader or a younger epoch. */
        STALE,
        /** The end may be reached, now or a little later. */
        UNKNOWN
    }

    static CommandOutcome of(CommandReply reply) {
        Kind kind =
                switch (reply.result()) {
                    case DONE -> Kind.DONE;
                    case FAILED, REFUSED_LATE -> Kind.NOT_DONE;
                    case REFUSED_STALE -> Kind.STALE;
                    case REFUSED_PROMISED -> Kind.LATER;
                    case UNKNOWN -> Kind.UNKNOWN;
                };
        return new CommandOutcome(kind, reply.text(), reply.offset(), reply.figures(), Optional.of(reply.report()));
    }

    static CommandOutcome lost(boolean delivered) {
        return delivered
                ? new CommandOutcome(Kind.UNKNOWN, "the agent did not answer in time", -1, Map.of(), Optional.empty())
                : new CommandOutcome(
                        Kind.NOT_DONE, "the agent is not on the event bus", -1, Map.of(), Optional.empty());
    }

    boolean done() {
        return kind == Kind.DONE;
    }
}
