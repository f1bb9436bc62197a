package io.slotkeeper.agent.command;

import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.Guard;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses what a deposed leader, or a leader that has changed its mind, still sends. Terms never go back, epochs of a shard
 * never go back, and nothing starts after its deadline. The numbers seen live as long as the agent process.
 */
final class CommandGuard {
    private final Map<String, Long> epochs = new HashMap<>();
    private long term;

    /** Why a command is not carried out. */
    record Refusal(Result result, String text) {}

    /**
     * Judges a command and remembers its numbers. May be asked again for the same command before a later step.
     *
     * @param now the agent's monotonic clock
     */
    Optional<Refusal> check(Guard guard, long now) {
        long epoch = epochs.getOrDefault(guard.shard(), 0L);
        if (guard.term() < term) {
            return stale("the command is of term " + guard.term() + ", but term " + term
                    + " was seen; only the newest leader's commands are obeyed");
        }
        term = guard.term();
        if (!guard.shard().isEmpty() && guard.epoch() < epoch) {
            return stale("the command is of epoch " + guard.epoch() + " of shard " + guard.shard() + ", but epoch "
                    + epoch + " was seen; read the shard's state and decide again");
        }
        if (!guard.shard().isEmpty()) {
            epochs.put(guard.shard(), guard.epoch());
        }
        return late(guard, now);
    }

    private static Optional<Refusal> stale(String text) {
        return Optional.of(new Refusal(Result.REFUSED_STALE, text));
    }

    private static Optional<Refusal> late(Guard guard, long now) {
        if (guard.notAfterNanos() == Long.MAX_VALUE || now - guard.notAfterNanos() <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                Result.REFUSED_LATE,
                "the command's deadline passed " + (now - guard.notAfterNanos()) / 1_000_000
                        + " ms ago; read the node's state and decide again"));
    }
}
