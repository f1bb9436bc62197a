package io.slotkeeper.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;

/**
 * What a {@link WriteLoad} does.
 *
 * @param seeds nodes to start from and to ask after an error
 * @param login to the nodes
 * @param writers the threads
 * @param slots each writer writes to these in turn
 * @param pacing pause of a writer after each acknowledged write; zero for none
 * @param timeout how long one request may wait for its reply before the connection is given up
 * @param keys what they are called and how long they stay
 */
public record WriteLoadOptions(
        List<HostAndPort> seeds,
        Login login,
        Writers writers,
        List<Integer> slots,
        Duration pacing,
        Duration timeout,
        KeySpace keys) {

    /**
     * The threads of a load.
     *
     * @param count 1 or more
     * @param first index of the first one; empty for indexes that no other load of this JVM has, so that no load writes
     *     the keys of an earlier one
     * @param redirected whether they follow MOVED and ASK; else they stay with the seeds and take it for a refusal
     */
    public record Writers(int count, Optional<Integer> first, boolean redirected) {
        /** Checks the ranges. */
        public Writers {
            if (count < 1 || first.orElse(0) < 0) {
                throw new IllegalArgumentException("A write load needs a writer and no negative index, but has " + count
                        + " writers from index " + first.orElse(0) + ".");
            }
        }
    }

    /** Checks the ranges. */
    public WriteLoadOptions {
        seeds = List.copyOf(seeds);
        slots = List.copyOf(slots);
        if (seeds.isEmpty() || slots.isEmpty() || timeout.toMillis() < 1 || pacing.isNegative()) {
            throw new IllegalArgumentException("A write load needs a seed, a slot, a timeout of at least 1 ms and no"
                    + " negative pacing, but is " + seeds + ", " + slots.size() + " slots, timeout " + timeout
                    + ", pacing " + pacing);
        }
    }

    /** Two writers over 64 slots spread evenly, as fast as they can, timeout 1 s, no password. */
    public static WriteLoadOptions to(List<HostAndPort> seeds) {
        List<Integer> spread = IntStream.range(0, 64).mapToObj(i -> i * 256).toList();
        return new WriteLoadOptions(
                seeds,
                Login.NONE,
                new Writers(2, Optional.empty(), true),
                spread,
                Duration.ZERO,
                Duration.ofSeconds(1),
                KeySpace.PLAIN);
    }

    /** A copy with another number of threads. */
    public WriteLoadOptions withWriters(int count) {
        return withWriters(new Writers(count, writers.first(), writers.redirected()));
    }

    /** A copy whose threads are numbered from this one on. */
    public WriteLoadOptions withFirstWriter(int first) {
        return withWriters(new Writers(writers.count(), Optional.of(first), writers.redirected()));
    }

    /** A copy that stays with its seeds. */
    public WriteLoadOptions withoutRedirection() {
        return withWriters(new Writers(writers.count(), writers.first(), false));
    }

    private WriteLoadOptions withWriters(Writers others) {
        return new WriteLoadOptions(seeds, login, others, slots, pacing, timeout, keys);
    }

    /** A copy that writes to one slot only. */
    public WriteLoadOptions withSlot(int slot) {
        return withSlots(List.of(slot));
    }

    /** A copy that writes to these slots in turn. */
    public WriteLoadOptions withSlots(List<Integer> others) {
        return new WriteLoadOptions(seeds, login, writers, others, pacing, timeout, keys);
    }

    /** A copy whose writers pause after each acknowledged write. */
    public WriteLoadOptions withPacing(Duration pause) {
        return new WriteLoadOptions(seeds, login, writers, slots, pause, timeout, keys);
    }

    /** A copy with another request timeout. */
    public WriteLoadOptions withTimeout(Duration limit) {
        return new WriteLoadOptions(seeds, login, writers, slots, pacing, limit, keys);
    }

    /** A copy with a password. */
    public WriteLoadOptions withPassword(String secret) {
        return withLogin(Login.withPassword(Optional.of(secret)));
    }

    /** A copy that logs in. */
    public WriteLoadOptions withLogin(Login other) {
        return new WriteLoadOptions(seeds, other, writers, slots, pacing, timeout, keys);
    }

    /** A copy with other keys. */
    public WriteLoadOptions withKeys(KeySpace other) {
        return new WriteLoadOptions(seeds, login, writers, slots, pacing, timeout, other);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "WriteLoadOptions[seeds=" + seeds + ", writers=" + writers + ", slots=" + slots.size() + ", pacing="
                + pacing + ", timeout=" + timeout + "]";
    }
}
