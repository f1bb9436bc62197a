package io.slotkeeper.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.Guard;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CommandGuardTest {
    private static final long NEVER = Long.MAX_VALUE;

    private final CommandGuard guard = new CommandGuard();

    private Optional<Result> check(long term, String shard, long epoch, long notAfter, long now) {
        return guard.check(new Guard(term, shard, epoch, notAfter), now).map(CommandGuard.Refusal::result);
    }

    @Test
    void acceptsTheSameNumbersAgain() {
        assertThat(check(3, "s1", 2, NEVER, 0)).isEmpty();
        assertThat(check(3, "s1", 2, NEVER, 0)).isEmpty();
    }

    @Test
    void refusesAnOlderTermEvenWithANewerEpoch() {
        assertThat(check(3, "s1", 2, NEVER, 0)).isEmpty();
        assertThat(check(2, "s1", 9, NEVER, 0)).contains(Result.REFUSED_STALE);
        assertThat(check(3, "s1", 2, NEVER, 0)).isEmpty();
    }

    @Test
    void refusesAnOlderEpochOfTheSameShardOnly() {
        assertThat(check(3, "s1", 5, NEVER, 0)).isEmpty();
        assertThat(check(4, "s1", 4, NEVER, 0)).contains(Result.REFUSED_STALE);
        assertThat(check(4, "s2", 1, NEVER, 0)).isEmpty();
        assertThat(check(4, "", 0, NEVER, 0)).isEmpty();
        // The refused command's term counts all the same.
        assertThat(check(3, "s2", 1, NEVER, 0)).contains(Result.REFUSED_STALE);
    }

    @Test
    void startsUpToTheDeadlineAndNotAfter() {
        assertThat(check(1, "s1", 1, 100, 100)).isEmpty();
        assertThat(check(1, "s1", 1, 100, 101)).contains(Result.REFUSED_LATE);
        // The monotonic clock may be negative and may wrap.
        assertThat(check(1, "s1", 1, Long.MIN_VALUE + 10, Long.MAX_VALUE - 5)).isEmpty();
    }

    @Property
    void neverObeysALowerTermOrEpochThanItObeyedBefore(
            @ForAll java.util.List<@IntRange(min = 0, max = 5) Integer> numbers) {
        CommandGuard fresh = new CommandGuard();
        long term = 0;
        long epoch = 0;
        for (int i = 0; i + 1 < numbers.size(); i += 2) {
            Guard next = new Guard(numbers.get(i), "s1", numbers.get(i + 1), NEVER);
            if (fresh.check(next, 0).isEmpty()) {
                assertThat(next.term()).isGreaterThanOrEqualTo(term);
                assertThat(next.epoch()).isGreaterThanOrEqualTo(epoch);
                term = next.term();
                epoch = next.epoch();
            }
        }
    }
}
