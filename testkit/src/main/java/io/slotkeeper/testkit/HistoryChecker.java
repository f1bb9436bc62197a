package io.slotkeeper.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/**
 * Reads every acknowledged key back from the nodes that are primaries now. Run it when writers have
 * stopped and the cluster is at rest. Thread-safe.
 */
public final class HistoryChecker {
    private static final int BATCH = 500;
    private static final int TIMEOUT_MILLIS = 5_000;

    private final List<HostAndPort> nodes;
    private final Login login;

    /**
     * What became of the acknowledged writes.
     *
     * @param acknowledged how many there were
     * @param lost the primary of the slot answers, but the key is gone or has another value
     * @param unreadable no running node is primary of the slot, or it refused the read
     * @param disputedSlots slots that two primaries claim
     */
    public record Report(long acknowledged, List<Ack> lost, List<Ack> unreadable, List<Integer> disputedSlots) {
        /** Whether every acknowledged write is there and no slot is disputed. */
        public boolean clean() {
            return lost.isEmpty() && unreadable.isEmpty() && disputedSlots.isEmpty();
        }

        /** One line with counts and the first lost keys. */
        @Override
        public String toString() {
            return acknowledged + " acknowledged, " + lost.size() + " lost "
                    + lost.stream().limit(5).map(Ack::key).toList() + ", " + unreadable.size() + " unreadable, "
                    + disputedSlots.size() + " disputed slots";
        }
    }

    /** For nodes without a password: all that may be primaries. */
    public HistoryChecker(List<HostAndPort> nodes) {
        this(nodes, Login.NONE);
    }

    /** For nodes with a password. */
    public HistoryChecker(List<HostAndPort> nodes, Optional<String> password) {
        this(nodes, Login.withPassword(password));
    }

    /** For nodes that are logged in to so. */
    public HistoryChecker(List<HostAndPort> nodes, Login login) {
        this.nodes = List.copyOf(nodes);
        this.login = login;
    }

    /** Reads everything back. Connection errors on the way pass through: the cluster is not at rest then. */
    public Report check(History history) {
        ClusterView view = ClusterView.read(nodes, login);
        Map<Integer, List<Ack>> bySlot = history.acks().stream().collect(Collectors.groupingBy(Ack::slot));
        List<Ack> lost = new ArrayList<>();
        List<Ack> unreadable = new ArrayList<>();
        bySlot.forEach((slot, acks) -> view.primaryOf(slot)
                .ifPresentOrElse(primary -> read(primary, acks, lost, unreadable), () -> unreadable.addAll(acks)));
        return new Report(history.acks().size(), List.copyOf(lost), List.copyOf(unreadable), view.disputedSlots());
    }

    /** Removes every acknowledged key whose slot has a primary now. */
    public void remove(History history) {
        ClusterView view = ClusterView.read(nodes, login);
        history.acks().stream().collect(Collectors.groupingBy(Ack::slot)).forEach((slot, acks) -> view.primaryOf(slot)
                .ifPresent(primary -> remove(primary, acks)));
    }

    private void remove(HostAndPort primary, List<Ack> acks) {
        try (Connection connection = RedisConnections.open(primary, login, TIMEOUT_MILLIS)) {
            for (int from = 0; from < acks.size(); from += BATCH) {
                List<Ack> batch = acks.subList(from, Math.min(acks.size(), from + BATCH));
                batch.forEach(ack -> RedisConnections.send(connection, "DEL", ack.key()));
                connection.getMany(batch.size());
            }
        }
    }

    private void read(HostAndPort primary, List<Ack> acks, List<Ack> lost, List<Ack> unreadable) {
        try (Connection connection = RedisConnections.open(primary, login, TIMEOUT_MILLIS)) {
            for (int from = 0; from < acks.size(); from += BATCH) {
                List<Ack> batch = acks.subList(from, Math.min(acks.size(), from + BATCH));
                batch.forEach(ack -> RedisConnections.send(connection, "GET", ack.key()));
                List<Object> replies = connection.getMany(batch.size());
                for (int i = 0; i < batch.size(); i++) {
                    judge(batch.get(i), replies.get(i), lost, unreadable);
                }
            }
        }
    }

    private static void judge(Ack ack, Object reply, List<Ack> lost, List<Ack> unreadable) {
        if (reply instanceof Exception) {
            unreadable.add(ack);
        } else if (!Objects.equals(RedisConnections.decoded(reply), ack.value())) {
            lost.add(ack);
        }
    }
}
