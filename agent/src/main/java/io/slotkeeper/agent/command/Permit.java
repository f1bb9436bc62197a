package io.slotkeeper.agent.command;

import io.slotkeeper.agent.command.CommandGuard.Refusal;
import io.slotkeeper.core.protocol.Guard;
import java.util.Optional;

/** A running command's right to go on. */
final class Permit {
    private final CommandGuard guards;
    private final Guard guard;

    Permit(CommandGuard guards, Guard guard) {
        this.guards = guards;
        this.guard = guard;
    }

    /** Why the command must not take its decisive step now, if so: a newer command has come, or it is too late. */
    Optional<Refusal> refusal() {
        return guards.check(guard, System.nanoTime());
    }

    /** The shard epoch of the command. */
    long epoch() {
        return guard.epoch();
    }

    /** Nanoseconds that remain, at most what is given. */
    long remainingNanos(long atMost) {
        return guard.notAfterNanos() == Long.MAX_VALUE
                ? atMost
                : Math.min(atMost, guard.notAfterNanos() - System.nanoTime());
    }
}
