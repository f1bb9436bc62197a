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
 * @param writers number of threads, 1 or more
 * @param slots each writer writes to these in turn
 * @param pacing pause of a writer after each acknowledged write; zero for none
 * @param timeout how long one request may wait for its reply before the connection is given up
 * @param keys what they are called and how long they stay
 */
public record WriteLoadOptions(
        List<HostAndPort> seeds,
        Login login,
        int writers,
        List<Integer> slots,
        Duration pacing,
        Duration timeout,
        KeySpace keys) {

    /** Checks the ranges. */
    public WriteLoadOptions {
        seeds = List.copyOf(seeds);
        slots = List.copyOf(slots);
        if (seeds.isEmpty() || writers < 1 || slots.isEmpty() || timeout.toMillis() < 1 || pacing.isNegative()) {
            throw new IllegalArgumentException("A write load needs a seed, a writer, a slot, a timeout of at least 1 ms"
                    + " and no negative pacing, but is " + seeds + ", " + writers + " writers, " + slots.size()
                    + " slots, timeout " + timeout + ", pacing " + pacing);
        }
    }

    /** Two writers over 64 slots spread evenly, as fast as they can, timeout 1 s, no password. */
    public static WriteLoadOptions to(List<HostAndPort> seeds) {
        List<Integer> spread = IntStream.range(0, 64).mapToObj(i -> i * 256).toList();
        return new WriteLoadOptions(seeds, Login.NONE, 2, spread, Duration.ZERO, Duration.ofSeconds(1), KeySpace.PLAIN);
    }

    /** A copy with another number of threads. */
    public WriteLoadOptions withWriters(int count) {
        return new WriteLoadOptions(seeds, login, count, slots, pacing, timeout, keys);
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
