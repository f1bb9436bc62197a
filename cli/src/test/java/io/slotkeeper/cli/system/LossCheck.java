package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.Ack;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.HostAndPort;

/**
 * Says whether lost writes can be explained by replication being asynchronous: they were acknowledged by a node that was
 * killed, and they are the last that it acknowledged. A hole before a surviving write would be something else.
 */
final class LossCheck {
    /** A kill -9. */
    record Kill(HostAndPort node, long nanos) {}

    private LossCheck() {}

    static void assertExplained(History history, HistoryChecker.Report report, List<Kill> kills) {
        assertThat(report.unreadable()).as("unreadable: %s", report).isEmpty();
        assertThat(report.disputedSlots()).as("disputed: %s", report).isEmpty();
        Set<Ack> unexplained = new HashSet<>(report.lost());
        Set<Ack> lost = Set.copyOf(report.lost());
        for (Kill kill : kills) {
            int writers = history.acks().stream().mapToInt(Ack::writer).max().orElse(-1) + 1;
            for (int writer = 0; writer < writers; writer++) {
                unexplained.removeAll(lostEnd(history, writer, kill, lost));
            }
        }
        assertThat(unexplained).as("lost, but not the last before a kill").isEmpty();
    }

    /** The unbroken row of lost writes of one writer to the killed node, backwards from the kill. */
    private static Set<Ack> lostEnd(History history, int writer, Kill kill, Set<Ack> lost) {
        Set<Ack> end = new HashSet<>();
        List<Ack> before = history.acks().stream()
                .filter(ack -> ack.writer() == writer
                        && ack.node().equals(kill.node())
                        && ack.times().sent() - kill.nanos() < 0)
                .toList();
        for (int i = before.size() - 1; i >= 0 && lost.contains(before.get(i)); i--) {
            end.add(before.get(i));
        }
        return end;
    }
}
