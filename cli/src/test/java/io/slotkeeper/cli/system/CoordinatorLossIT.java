package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.Ack;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.LossCheck;
import io.slotkeeper.testkit.WriteLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The only coordinator dies: clients notice nothing, and it goes on from its log. */
@ExtendWith(SharedCluster.class)
class CoordinatorLossIT {
    /** It takes half a second on an idle machine; agents on a saturated one took 8 s to find the third coordinator in 25 s. */
    private static final Duration BOUND = Duration.ofSeconds(15);

    @Test
    void noClientNoticesTheDeathOfTheCoordinator(SystemCluster cluster) {
        List<JsonNode> history = historyWithAPromotion(cluster);
        long version = cluster.version();
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(200, SystemCluster.SOON);
            cluster.coordinator().kill9();
            load.awaitMore(1000, SystemCluster.SOON);
            cluster.restartCoordinator();
            cluster.awaitHealthy();
            load.awaitMore(200, SystemCluster.SOON);
            History writes = load.stop();
            assertThat(writes.errors()).isEmpty();
            assertThat(new HistoryChecker(cluster.addresses()).check(writes).clean())
                    .isTrue();
        }
        assertThat(cluster.version()).as("a healthy cluster is not disturbed").isEqualTo(version);
        assertThat(cluster.history(0)).startsWith(history.toArray(JsonNode[]::new));
    }

    @Test
    void aCoordinatorThatIsStoppedSaysSoAndNothingElse(SystemCluster cluster) {
        long version = cluster.version();
        cluster.coordinator().terminate();
        assertThat(cluster.coordinator().awaitExit(SystemCluster.SOON)).isEqualTo(143);
        assertThat(cluster.coordinator().output())
                .contains("coordinator c1 is stopping")
                .doesNotContain("Exception", "already registered");

        cluster.heal();
        assertThat(cluster.version()).isEqualTo(version);
    }

    /** Ends in a switchover, whose last figure comes a moment after it. */
    private static List<JsonNode> historyWithAPromotion(SystemCluster cluster) {
        long before = cluster.historyEnd();
        Rest.Answer answer = cluster.rest().promoteNow("switchover", "s1", "");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        Await.asserted(SystemCluster.SOON, () -> assertThat(
                        cluster.awaitHistory(before, "s1", "PRIMARY_ACTIVATED", "SWITCHOVER_REQUESTED")
                                .path("figures")
                                .has("publishMicros"))
                .isTrue());
        cluster.awaitHealthy();
        return cluster.history(0);
    }

    @Test
    void aPrimaryThatDiesMeanwhileIsReplacedSoonAfterTheReturn(SystemCluster cluster) {
        String former = cluster.primary("s2");
        String heir = cluster.nodeId(cluster.replicas("s2").get(0));
        List<JsonNode> seen = new ArrayList<>();
        try (WriteLoad load = cluster.load(2)) {
            try (FrameRecorder frames = cluster.stream()) {
                frames.await("a snapshot", SystemCluster.SOON, frame -> true);
                cluster.coordinator().kill9();
                Await.until(SystemCluster.SOON, () -> "the end of the stream", frames::ended);
                seen.addAll(frames.frames());
            }
            long version = FrameRecorder.versionOf(seen.get(seen.size() - 1));
            load.awaitMore(100, SystemCluster.SOON);
            long killed = cluster.server(former).kill9();
            cluster.restartCoordinator();
            cluster.awaitCoordinator();
            long ready = System.nanoTime();
            try (FrameRecorder frames = FrameRecorder.since(cluster.httpPort(), version)) {
                frames.awaitPrimary("s2", heir, version, BOUND);
                System.out.printf(
                        "Failed over %.0f ms after the coordinator's return%n", (System.nanoTime() - ready) / 1e6);
                seen.addAll(frames.frames());
            }
            FrameRecorder.assertGapFree(seen);
            load.awaitAckSentAfter(ready, slot -> cluster.owns("s2", slot), BOUND);
            cluster.heal();
            assertLosses(
                    cluster,
                    load.stop(),
                    LossCheck.Deposed.killed(cluster.server(former).address(), killed));
        }
    }

    private static void assertLosses(SystemCluster cluster, History writes, LossCheck.Deposed kill) {
        HistoryChecker.Report report = new HistoryChecker(cluster.addresses()).check(writes);
        System.out.println("After the loss of coordinator and primary: " + report + ", errors " + writes.errors());
        ClusterChecks.assertExplained(writes, report, List.of(kill));
        assertThat(writes.acks()).extracting(Ack::node).contains(kill.node());
    }
}
