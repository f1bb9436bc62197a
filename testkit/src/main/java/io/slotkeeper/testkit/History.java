package io.slotkeeper.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What a {@link WriteLoad} saw.
 *
 * @param acks every acknowledged write, in the order of their acknowledgements
 * @param errors failed attempts by kind, for example {@code CLUSTERDOWN} or {@code connection}; redirections
 *     are not errors
 */
public record History(List<Ack> acks, Map<String, Long> errors) {
    /** Copies both. */
    public History {
        acks = List.copyOf(acks);
        errors = Map.copyOf(errors);
    }

    /** What several loads of different writers saw, in one. */
    public static History of(List<History> histories) {
        Map<String, Long> errors = new HashMap<>();
        histories.forEach(each -> each.errors().forEach((kind, count) -> errors.merge(kind, count, Long::sum)));
        List<Ack> acks = histories.stream()
                .flatMap(each -> each.acks().stream())
                .sorted((one, other) ->
                        Long.signum(one.times().acked() - other.times().acked()))
                .toList();
        return new History(acks, errors);
    }

    /**
     * The first acknowledged write to one of these slots whose successful attempt was sent at or after an
     * instant: replies that were on their way when a primary was killed do not count.
     *
     * @param nanoTime as from {@link System#nanoTime()}
     */
    public Optional<Ack> firstAckSentAfter(long nanoTime, IntPredicate slots) {
        return acks.stream()
                .filter(ack -> ack.times().sent() - nanoTime >= 0 && slots.test(ack.slot()))
                .findFirst();
    }

    /** How long writes took, from the first attempt to the OK. */
    public Percentiles blockedMillis() {
        return Percentiles.ofNanos(
                acks.stream().mapToLong(ack -> ack.times().blockedNanos()).toArray());
    }

    /** As above, for the writes that were waiting at some time of an interval. */
    public Percentiles blockedMillis(long fromNanoTime, long toNanoTime) {
        return Percentiles.ofNanos(acks.stream()
                .map(Ack::times)
                .filter(times -> times.acked() - fromNanoTime >= 0 && times.firstSent() - toNanoTime <= 0)
                .mapToLong(Ack.Times::blockedNanos)
                .toArray());
    }
}
