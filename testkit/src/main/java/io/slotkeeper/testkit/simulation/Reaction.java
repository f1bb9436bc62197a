package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.protocol.CommandReply;
import java.util.Optional;

/** How an agent, or the way to it and back, deals with a command. */
public enum Reaction {
    OBEY(true, Optional.empty()),
    FAIL(false, Optional.of(CommandReply.Result.FAILED)),
    REFUSE_LATE(false, Optional.of(CommandReply.Result.REFUSED_LATE)),
    REFUSE_STALE(false, Optional.of(CommandReply.Result.REFUSED_STALE)),
    /** Carried out, but the agent cannot tell. */
    DONE_BUT_UNKNOWN(true, Optional.of(CommandReply.Result.UNKNOWN)),
    /** Not carried out, and the agent cannot tell. */
    UNDONE_AND_UNKNOWN(false, Optional.of(CommandReply.Result.UNKNOWN)),
    /** Carried out; the reply gets lost. */
    DONE_BUT_REPLY_LOST(true, Optional.empty()),
    /** The command gets lost on its way, and nobody knows. */
    LOST(false, Optional.empty()),
    /** The command certainly never reaches the agent. */
    UNDELIVERED(false, Optional.empty());

    private final boolean carriedOut;
    private final Optional<CommandReply.Result> forced;

    Reaction(boolean carriedOut, Optional<CommandReply.Result> forced) {
        this.carriedOut = carriedOut;
        this.forced = forced;
    }

    boolean carriedOut() {
        return carriedOut;
    }

    /** The result that is reported whatever became of the command. */
    Optional<CommandReply.Result> forced() {
        return forced;
    }

    boolean answers() {
        return this == OBEY || forced.isPresent();
    }
}
