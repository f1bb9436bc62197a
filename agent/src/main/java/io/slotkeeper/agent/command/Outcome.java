package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.core.protocol.CommandReply.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a handler reached.
 *
 * @param result what became of the order
 * @param text empty when done, else what went wrong
 * @param offset replication offset where the order asks for one, else -1
 * @param fresh the handler has read the node's state after its last step
 * @param figures what else the order asks for
 */
record Outcome(Result result, String text, long offset, boolean fresh, Map<String, Long> figures) {
    static final Outcome DONE = new Outcome(Result.DONE, "", -1, false);

    Outcome(Result result, String text, long offset, boolean fresh) {
        this(result, text, offset, fresh, Map.of());
    }

    static Outcome failed(String text) {
        return new Outcome(Result.FAILED, text, -1, false);
    }

    static Outcome unknown(String text) {
        return new Outcome(Result.UNKNOWN, text, -1, false);
    }

    static Outcome doneAt(long offset) {
        return new Outcome(Result.DONE, "", offset, false);
    }

    /** Done unless the node refused one of the commands. */
    static Outcome ofReplies(List<Reply> replies) {
        Optional<Reply> refused = replies.stream().filter(Reply::isError).findFirst();
        return refused.map(reply -> failed("the node refused: " + reply.error()))
                .orElse(DONE);
    }

    Outcome read() {
        return new Outcome(result, text, offset, true, figures);
    }

    Outcome with(Map<String, Long> more) {
        return new Outcome(result, text, offset, fresh, more);
    }
}
