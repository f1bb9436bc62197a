package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.Ack;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.LossCheck;
import io.slotkeeper.testkit.OwnerChanges;
import io.slotkeeper.testkit.ReplicaCheck;
import io.slotkeeper.testkit.WriteLoad;
import io.slotkeeper.testkit.WriteLoadOptions;
import io.slotkeeper.testkit.net.HostLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.HostAndPort;

/**
 * Writes to a cluster on hosts from several sides while faults happen, and judges in the end what was acknowledged: clients
 * outside that follow redirections, one outside client per shard that stays with its replica, and clients on the hosts of
 * primaries that stay with those. Each writes keys of its own. Not thread-safe.
 */
final class FaultWatch implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMillis(250);
    private static final Duration PACE = Duration.ofMillis(2);
    private static final Duration PACE_OF_MANY = Duration.ofMillis(20);
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final String ELECTED = "PRIMARY_ELECTED";

    private final SystemCluster cluster;
    private final long historyStart;
    private final Map<String, String> primaries = new HashMap<>();
    private final Map<String, WriteLoad> atHeirs = new HashMap<>();
    private final Map<String, Long> judgedFrom = new HashMap<>();
    private final Map<String, HostLoad> inside = new HashMap<>();
    private final List<WriteLoad> queues = new ArrayList<>();
    private final List<History> stopped = new ArrayList<>();
    private final List<LossCheck.Deposed> deposed = new ArrayList<>();
    private final WriteLoad load;

    private FaultWatch(SystemCluster cluster) {
        this.cluster = cluster;
        this.historyStart = cluster.historyEnd();
        rememberPrimaries();
        this.load = WriteLoad.start(
                WriteLoadOptions.to(cluster.addresses()).withTimeout(TIMEOUT).withPacing(PACE));
    }

    /** Starts to write, to all shards, from outside; waits until that works. */
    static FaultWatch start(SystemCluster cluster) {
        FaultWatch watch = new FaultWatch(cluster);
        watch.load.awaitMore(200, SystemCluster.SOON);
        return watch;
    }

    /** Takes the present primaries for those before the fault. */
    void rememberPrimaries() {
        cluster.shards().forEach(shard -> primaries.put(shard, cluster.primary(shard)));
    }

    /** The agent of the shard's primary before the fault. */
    String primary(String shard) {
        return primaries.get(shard);
    }

    /** From now on that many more clients write to the shard from outside, and wait long for their answers. */
    void manyAt(String shard, int clients) {
        WriteLoad queue = WriteLoad.start(WriteLoadOptions.to(cluster.addresses())
                .withSlot(slot(shard))
                .withWriters(clients)
                .withTimeout(PATIENT)
                .withPacing(PACE_OF_MANY));
        queues.add(queue);
        queue.awaitMore(clients * 2L, SystemCluster.SOON);
    }

    /** From now on a client asks the shard's replica until that accepts its writes. */
    FaultWatch atHeir(String shard) {
        HostAndPort heir = cluster.server(cluster.replicas(shard).get(0)).address();
        atHeirs.put(shard, WriteLoad.start(only(heir, shard)));
        return this;
    }

    /** From now on a client on the host of the shard's primary writes to that; waits until that works. */
    FaultWatch inside(String shard) {
        String primary = primary(shard);
        WriteLoadOptions options = only(cluster.server(primary).address(), shard);
        inside.put(shard, HostLoad.start(cluster.host(primary), options));
        return this;
    }

    private WriteLoadOptions only(HostAndPort node, String shard) {
        return WriteLoadOptions.to(List.of(node))
                .withSlot(slot(shard))
                .withWriters(1)
                .withoutRedirection()
                .withTimeout(TIMEOUT)
                .withPacing(PACE);
    }

    private int slot(String shard) {
        return cluster.shard(shard).path("slots").path(0).path(0).asInt();
    }

    /** Waits until the shard's replica of the start accepts a write sent after a fault; returns how long it took. */
    Duration awaitHeirWritable(String shard, long fault) {
        Ack first = atHeirs.get(shard).awaitAckSentAfter(fault, slot -> true, SystemCluster.SOON);
        return Duration.ofNanos(first.times().acked() - fault);
    }

    /** Stops the inside client; returns how long after a fault its last write was acknowledged, negative if before. */
    Duration lastInside(String shard, long fault) {
        History history = inside.remove(shard).stop();
        stopped.add(history);
        long last = history.acks().get(history.acks().size() - 1).times().acked();
        return Duration.ofNanos(last - fault);
    }

    /** The primary of the start may have lost writes from a fault on, until another took its place. */
    void lossAllowed(String shard, long fault) {
        HostAndPort former = cluster.server(primary(shard)).address();
        long end = firstOfAnother(shard, former, fault).orElse(fault);
        deposed.add(new LossCheck.Deposed(former, fault, end));
    }

    /**
     * For a fault with nobody left to fence: the primary of the start may have accepted writes beside another one, and lost
     * them, until a moment; from then on everything holds as ever.
     */
    void secondPrimaryAllowed(String shard, long fault, Duration until) {
        long end = fault + until.toNanos() + 1;
        deposed.add(new LossCheck.Deposed(cluster.server(primary(shard)).address(), fault, end));
        judgedFrom.put(shard, end);
    }

    private Optional<Long> firstOfAnother(String shard, HostAndPort former, long fault) {
        JsonNode slots = cluster.shard(shard);
        return History.of(List.of(
                        load.history(),
                        Optional.ofNullable(atHeirs.get(shard))
                                .map(WriteLoad::history)
                                .orElse(new History(List.of(), Map.of()))))
                .acks()
                .stream()
                .filter(ack -> SystemCluster.inSlots(slots, ack.slot())
                        && !ack.node().equals(former)
                        && ack.times().sent() - fault > 0)
                .map(ack -> ack.times().acked())
                .findFirst();
    }

    /** Elections of the shard since the start. */
    List<JsonNode> elections(String shard) {
        return cluster.history(historyStart).stream()
                .filter(entry -> entry.path("event").asText().equals(ELECTED)
                        && entry.path("shard").asText().equals(shard))
                .toList();
    }

    /** Heals the cluster, stops all clients, and judges everything that was acknowledged. */
    HistoryChecker.Report judge() {
        cluster.heal();
        load.awaitMore(100, SystemCluster.SOON);
        History history = stop();
        HistoryChecker.Report report = new HistoryChecker(cluster.addresses()).check(history);
        System.out.println("Judged: " + report + ", errors " + history.errors());
        ClusterChecks.assertExplained(history, report, deposed);
        for (String shard : cluster.shards()) {
            assertOnePrimaryAtATime(shard, history);
            assertReplicasAreEqual(shard);
        }
        return report;
    }

    private History stop() {
        stopped.add(load.stop());
        atHeirs.values().forEach(each -> stopped.add(each.stop()));
        atHeirs.clear();
        queues.forEach(each -> stopped.add(each.stop()));
        queues.clear();
        inside.values().forEach(each -> stopped.add(each.stop()));
        inside.clear();
        return History.of(stopped);
    }

    private void assertOnePrimaryAtATime(String shard, History history) {
        JsonNode slots = cluster.shard(shard);
        OwnerChanges changes = OwnerChanges.of(history.acks().stream()
                .filter(ack -> SystemCluster.inSlots(slots, ack.slot()) && isJudged(shard, ack))
                .toList());
        assertThat(changes.count())
                .as(
                        "changes of who accepts writes of %s, by %s, with the elections %s",
                        shard, changes.witnesses(), elections(shard))
                .isLessThanOrEqualTo(elections(shard).size());
    }

    private boolean isJudged(String shard, Ack ack) {
        Long from = judgedFrom.get(shard);
        return from == null || ack.times().sent() - from > 0;
    }

    private void assertReplicasAreEqual(String shard) {
        HostAndPort primary = cluster.server(cluster.primary(shard)).address();
        for (String replica : cluster.replicas(shard)) {
            Await.asserted(SystemCluster.SOON, () -> assertThat(ReplicaCheck.differences(
                            primary, cluster.server(replica).address()))
                    .as("keys in which %s differs from its primary", replica)
                    .isEmpty());
        }
    }

    @Override
    public void close() {
        load.close();
        atHeirs.values().forEach(WriteLoad::close);
        queues.forEach(WriteLoad::close);
        inside.values().forEach(HostLoad::close);
    }
}
