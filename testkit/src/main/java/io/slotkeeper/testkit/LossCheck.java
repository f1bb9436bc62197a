package io.slotkeeper.testkit;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.HostAndPort;

/**
 * Says whether lost writes can be explained by replication being asynchronous: they were acknowledged by a node that lost
 * its role, they are the last that it acknowledged, and it did so when its replicas may have been behind. A hole before a
 * surviving write, or a write lost without a fault, would be something else.
 */
public final class LossCheck {
    /** How long a replica may be behind on a busy machine. */
    private static final Duration LAG = Duration.ofSeconds(1);

    /**
     * A primary that lost its role.
     *
     * @param node the primary
     * @param begin {@link System#nanoTime()} from when on its replicas may have received nothing
     * @param end until when it may have accepted writes; writes sent later must not be lost
     */
    public record Deposed(HostAndPort node, long begin, long end) {
        /** By kill -9. */
        public static Deposed killed(HostAndPort node, long nanoTime) {
            return new Deposed(node, nanoTime, nanoTime);
        }
    }

    private LossCheck() {}

    /** The lost writes that none of these explains. */
    public static Set<Ack> unexplained(History history, HistoryChecker.Report report, List<Deposed> deposed) {
        Set<Ack> lost = Set.copyOf(report.lost());
        Set<Ack> unexplained = new HashSet<>(lost);
        int[] writers = history.acks().stream().mapToInt(Ack::writer).distinct().toArray();
        for (Deposed each : deposed) {
            for (int writer : writers) {
                unexplained.removeAll(lostEnd(history, writer, each, lost));
            }
        }
        return unexplained;
    }

    /** The unbroken row of lost writes of one writer to the node, backwards from the end. */
    private static Set<Ack> lostEnd(History history, int writer, Deposed deposed, Set<Ack> lost) {
        Set<Ack> end = new HashSet<>();
        List<Ack> before = history.acks().stream()
                .filter(ack -> ack.writer() == writer
                        && ack.node().equals(deposed.node())
                        && ack.times().sent() - deposed.end() < 0)
                .toList();
        for (int i = before.size() - 1; i >= 0 && lost.contains(before.get(i)); i--) {
            if (before.get(i).times().acked() - deposed.begin() > -LAG.toNanos()) {
                end.add(before.get(i));
            }
        }
        return end;
    }
}
