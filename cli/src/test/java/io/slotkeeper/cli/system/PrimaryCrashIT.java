package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.Ack;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.LossCheck;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.WriteLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** kill -9 of primaries under write load. */
@ExtendWith(SharedCluster.class)
class PrimaryCrashIT {
    private static final int KILLS = 6;
    private static final Duration BOUND = Duration.ofSeconds(2);

    @Test
    void everyKilledPrimaryIsReplacedAndComesBackAsReplica(SystemCluster cluster) {
        List<LossCheck.Deposed> kills = new ArrayList<>();
        try (FrameRecorder frames = cluster.stream();
                WriteLoad load = cluster.load(2)) {
            load.awaitMore(200, SystemCluster.SOON);
            for (int i = 0; i < KILLS; i++) {
                kills.add(killPrimary(cluster, "s" + (1 + i % 3), frames, load));
                cluster.heal();
                load.awaitMore(100, SystemCluster.SOON);
            }
            History history = load.stop();
            HistoryChecker.Report report = new HistoryChecker(cluster.addresses()).check(history);
            System.out.println("After " + KILLS + " kills: " + report + ", errors " + history.errors());
            ClusterChecks.assertExplained(history, report, kills);
            frames.assertGapFree();
            assertThat(frames.version(-1)).isEqualTo(cluster.version());
        }
    }

    private static LossCheck.Deposed killPrimary(
            SystemCluster cluster, String shard, FrameRecorder frames, WriteLoad load) {
        String former = cluster.primary(shard);
        String heir = cluster.replicas(shard).get(0);
        JsonNode before = cluster.shard(shard);
        long version = cluster.version();
        long entries = cluster.historyEnd();
        String heirId = cluster.nodeId(heir);

        long killed = cluster.server(former).kill9();
        Ack first =
                load.awaitAckOfAnother(cluster.server(former).address(), killed, slot -> inRange(before, slot), BOUND);
        System.out.printf(
                "%s: first write after kill -9 of %s acknowledged after %.1f ms%n",
                shard, former, (first.times().acked() - killed) / 1e6);

        JsonNode frame = frames.awaitPrimary(shard, heirId, version, SystemCluster.SOON);
        assertThat(frame.path("type").asText()).isEqualTo("change");
        assertThat(frame.path("cause").asText()).isEqualTo("PRIMARY_CRASHED");
        assertThat(FrameRecorder.shardOf(frame, shard).path("epoch").asLong())
                .isGreaterThan(before.path("epoch").asLong());
        assertHistory(cluster, entries, shard);

        cluster.heal();
        assertThat(cluster.replicas(shard)).contains(former);
        assertInSync(cluster, former, heir);
        return LossCheck.Deposed.killed(cluster.server(former).address(), killed);
    }

    private static void assertHistory(SystemCluster cluster, long since, String shard) {
        cluster.awaitHistory(since, shard, "PRIMARY_ELECTED", "PRIMARY_CRASHED");
        Await.asserted(SystemCluster.SOON, () -> {
            JsonNode entry = cluster.awaitHistory(since, shard, "PRIMARY_ACTIVATED", "PRIMARY_CRASHED");
            JsonNode figures = entry.path("figures");
            for (String phase : List.of("detectMicros", "commitMicros", "promoteMicros", "publishMicros")) {
                assertThat(figures.path(phase).asLong(-1))
                        .as(phase + " of " + entry)
                        .isNotNegative();
            }
            assertThat(figures.has("estimatedLossBytes")).as("loss of " + entry).isTrue();
            System.out.println(shard + ": " + figures);
        });
    }

    private static void assertInSync(SystemCluster cluster, String replica, String primary) {
        try (RedisProbe probe = cluster.probe(replica)) {
            assertThat(probe.role().primary()).as(replica + " is primary").isFalse();
            assertThat(probe.role().linkUp()).as("link of " + replica).isTrue();
            assertThat(probe.myself().primaryId()).contains(cluster.nodeId(primary));
        }
    }

    private static boolean inRange(JsonNode shard, int slot) {
        JsonNode range = shard.path("slots").path(0);
        return slot >= range.path(0).asInt() && slot <= range.path(1).asInt();
    }
}
