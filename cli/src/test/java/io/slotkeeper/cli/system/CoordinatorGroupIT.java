package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.WriteLoad;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three coordinators: any of them may die or be restarted, alone or together with a primary. */
class CoordinatorGroupIT {
    private static SystemCluster cluster;

    @BeforeAll
    static void start() {
        cluster = SystemCluster.start(SystemOptions.of("group", 2, 1).withCoordinators(3));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void heal() {
        cluster.heal();
    }

    @Test
    void theLeaderDiesTogetherWithAPrimary() {
        String leader = cluster.leader();
        String former = cluster.primary("s1");
        String heir = cluster.nodeId(cluster.replicas("s1").get(0));
        long version = cluster.version();
        List<FrameRecorder> streams = cluster.followers().stream()
                .map(id -> FrameRecorder.since(cluster.httpPort(id), version))
                .toList();
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(200, SystemCluster.SOON);
            cluster.coordinator(leader).terminateForcibly();
            long killed = cluster.server(former).kill9();
            streams.forEach(frames -> frames.awaitPrimary("s1", heir, version, SystemCluster.SOON));
            System.out.printf("Published %.0f ms after the kill%n", (System.nanoTime() - killed) / 1e6);
            load.awaitAckSentAfter(killed, slot -> cluster.owns("s1", slot), SystemCluster.SOON);
            streams.forEach(FrameRecorder::assertGapFree);
        } finally {
            streams.forEach(FrameRecorder::close);
        }
    }

    @Test
    void aPlannedStopHandsTheLeadershipOver() {
        String leader = cluster.leader();
        long begin = System.nanoTime();
        cluster.coordinator(leader).terminate();
        cluster.coordinator(leader).awaitExit(SystemCluster.SOON);
        System.out.printf("Stopped after %.0f ms%n", (System.nanoTime() - begin) / 1e6);
        String next = cluster.leader();
        assertThat(next).isNotEqualTo(leader);
        assertThat(cluster.coordinator(leader).output()).contains("has handed the leadership to " + next);
    }

    @Test
    void aRollingRestartDisturbsNobody() {
        long version = cluster.version();
        List<JsonNode> history = cluster.history(0);
        try (WriteLoad load = cluster.load(2)) {
            for (String id : cluster.coordinatorIds()) {
                long begin = System.nanoTime();
                cluster.coordinator(id).terminate();
                cluster.coordinator(id).awaitExit(SystemCluster.SOON);
                long stopped = System.nanoTime();
                cluster.coordinator(id).start();
                cluster.awaitCoordinator(id);
                System.out.printf(
                        "%s stopped in %.0f ms, started in %.0f ms%n",
                        id, (stopped - begin) / 1e6, (System.nanoTime() - stopped) / 1e6);
            }
            cluster.awaitHealthy();
            History writes = load.stop();
            assertThat(writes.errors()).isEmpty();
            assertThat(new HistoryChecker(cluster.addresses()).check(writes).clean())
                    .isTrue();
        }
        assertThat(cluster.version()).isEqualTo(version);
        assertThat(cluster.history(0)).isEqualTo(history);
    }
}
