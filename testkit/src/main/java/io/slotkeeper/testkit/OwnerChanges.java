package io.slotkeeper.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.HostAndPort;

/**
 * How often the node that accepts the writes of a shard must have changed at least, by the acknowledgements alone.
 *
 * <p>A write took effect at some moment between its sending and its acknowledgement; of two writes, one certainly came first
 * when it was acknowledged before the other was sent. The longest row of such writes in which neighbours were taken by
 * different nodes shows the changes. Two nodes that accept writes at the same time take turns, and every turn counts: more
 * changes than elections prove two writable primaries. That no more are found proves nothing about moments without writes,
 * so write densely. Immutable.
 */
public final class OwnerChanges {
    private final List<Ack> witnesses;

    private OwnerChanges(List<Ack> witnesses) {
        this.witnesses = List.copyOf(witnesses);
    }

    /** Of the acknowledged writes of one shard, of any clients whose clocks are the same. */
    public static OwnerChanges of(List<Ack> acks) {
        return new OwnerChanges(longestRow(acks));
    }

    /** The number of changes; 0 when one node took all writes. */
    public int count() {
        return Math.max(0, witnesses.size() - 1);
    }

    /** Writes, each sent after the one before was acknowledged, that neighbouring nodes took. */
    public List<Ack> witnesses() {
        return witnesses;
    }

    /** The longest row that ends with a write, by its length and the write before it. */
    private record Row(Ack last, Row before, int length) {}

    /** Goes through all sendings and acknowledgements in their order; at a sending, only what is acknowledged counts. */
    private static List<Ack> longestRow(List<Ack> acks) {
        Map<HostAndPort, Row> longest = new HashMap<>();
        Map<Ack, Row> sent = new HashMap<>();
        for (Moment moment : moments(acks)) {
            Ack ack = moment.ack();
            if (moment.sending()) {
                sent.put(ack, extend(ack, longest));
            } else {
                longest.merge(
                        ack.node(), sent.remove(ack), (one, other) -> one.length() >= other.length() ? one : other);
            }
        }
        return longest.values().stream()
                .max(Comparator.comparingInt(Row::length))
                .map(OwnerChanges::writes)
                .orElse(List.of());
    }

    private static Row extend(Ack ack, Map<HostAndPort, Row> longest) {
        Row best = longest.getOrDefault(ack.node(), new Row(ack, null, 1));
        for (Map.Entry<HostAndPort, Row> other : longest.entrySet()) {
            if (!other.getKey().equals(ack.node()) && other.getValue().length() >= best.length()) {
                best = new Row(ack, other.getValue(), other.getValue().length() + 1);
            }
        }
        return best;
    }

    private static List<Ack> writes(Row row) {
        Deque<Ack> writes = new ArrayDeque<>();
        for (Row each = row; each != null; each = each.before()) {
            writes.addFirst(each.last());
        }
        return List.copyOf(writes);
    }

    private record Moment(Ack ack, long nanoTime, boolean sending) {}

    /** In the order of time; sendings first among equals, for only what is strictly earlier came certainly before. */
    private static List<Moment> moments(List<Ack> acks) {
        List<Moment> moments = new ArrayList<>();
        for (Ack ack : acks) {
            moments.add(new Moment(ack, ack.times().sent(), true));
            moments.add(new Moment(ack, ack.times().acked(), false));
        }
        moments.sort((one, other) -> {
            int byTime = Long.signum(one.nanoTime() - other.nanoTime());
            return byTime != 0 ? byTime : Boolean.compare(other.sending(), one.sending());
        });
        return moments;
    }
}
