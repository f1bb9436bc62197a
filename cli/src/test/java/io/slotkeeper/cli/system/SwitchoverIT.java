package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.HashTags;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.Percentiles;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.WriteLoad;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Planned promotions: nothing acknowledged is lost, and what cannot work is refused or undone. */
@ExtendWith(SharedCluster.class)
class SwitchoverIT {
    private static final int ROUNDS = 20;

    @Test
    void twentySwitchoversUnderFourWritersLoseNothing(SystemCluster cluster) {
        double[] blocked = new double[ROUNDS];
        try (FrameRecorder frames = cluster.stream();
                WriteLoad load = cluster.load(4)) {
            load.awaitMore(200, SystemCluster.SOON);
            for (int i = 0; i < ROUNDS; i++) {
                blocked[i] = switchOver(cluster, "s" + (1 + i % 3), i % 2 == 0);
                load.awaitMore(20, SystemCluster.SOON);
            }
            History history = load.stop();
            Percentiles paused = Percentiles.ofNanos(
                    DoubleStream.of(blocked).mapToLong(ms -> (long) (ms * 1e6)).toArray());
            System.out.println("Switchovers: writes paused " + paused + "; writers saw " + history.blockedMillis() + " "
                    + history.errors());
            assertNothingLost(cluster, history);
            frames.assertGapFree();
        }
        cluster.awaitHealthy();
    }

    /** Names the target by agent or not at all; returns the milliseconds of paused writes. */
    private static double switchOver(SystemCluster cluster, String shard, boolean named) {
        String heir = cluster.replicas(shard).get(0);
        String body = named ? "{\"to\":\"" + heir + "\"}" : "";
        Rest.Answer answer =
                Await.value(SystemCluster.SOON, () -> "a switchover of " + shard + " to " + heir, () -> Optional.of(
                                cluster.rest().promoteNow("switchover", shard, body))
                        .filter(a -> !a.code().equals("REPLICA_NOT_IN_SYNC")
                                && !a.code().equals("NO_ELIGIBLE_REPLICA")));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.body().path("primary").path("id").asText()).isEqualTo(cluster.nodeId(heir));
        return answer.body().path("blockedMillis").asDouble();
    }

    @Test
    void whatCannotWorkIsRefused(SystemCluster cluster) {
        String primary = cluster.primary("s1");
        String stranger = cluster.replicas("s2").get(0);
        JsonNode map = cluster.rest().get("/v1/slots");
        assertRefused(cluster, "s9", "", 404, "UNKNOWN_SHARD");
        assertRefused(cluster, "s1", "a99", 404, "UNKNOWN_NODE");
        assertRefused(cluster, "s1", stranger, 409, "NOT_A_REPLICA");
        assertRefused(cluster, "s1", primary, 409, "ALREADY_PRIMARY");
        assertThat(cluster.rest().get("/v1/slots")).isEqualTo(map);
    }

    @Test
    void aReplicaThatIsOutOfSyncOrStoppedIsRefused(SystemCluster cluster) {
        String replica = cluster.replicas("s1").get(0);
        try (RedisProbe primary = cluster.probe(cluster.primary("s1"))) {
            primary.command("SET", "{" + HashTags.forSlot(0) + "}kept", "yes");
            // The primary waits a minute for more replicas before it sends its data to the emptied one.
            primary.command("CONFIG", "SET", "repl-diskless-sync", "yes");
            primary.command("CONFIG", "SET", "repl-diskless-sync-delay", "60");
            cluster.server(replica).restartEmpty().awaitAnswering(SystemCluster.SOON);
            assertRefused(cluster, "s1", replica, 409, "REPLICA_NOT_IN_SYNC");
            primary.command("CONFIG", "SET", "repl-diskless-sync-delay", "0");
        }
        cluster.heal();
        cluster.server(replica).kill9();
        assertRefused(cluster, "s1", replica, 409, "REPLICA_DOWN");
        assertRefused(cluster, "s1", "", 409, "NO_ELIGIBLE_REPLICA");
    }

    @Test
    void aSwitchoverToAFrozenReplicaIsUndone(SystemCluster cluster) {
        String primary = cluster.primary("s3");
        String replica = cluster.replicas("s3").get(0);
        int slot = cluster.shard("s3").path("slots").path(0).path(0).asInt();
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(100, SystemCluster.SOON);
            cluster.server(replica).sigstop();
            CompletableFuture<Rest.Answer> first =
                    cluster.rest().promote("switchover", "s3", "{\"timeoutMillis\":1500}");
            Await.until(
                    SystemCluster.SOON,
                    () -> "s3 switching over; the answer is " + first.getNow(null),
                    () -> cluster.shard("s3").path("state").asText().equals("switching-over"));
            assertRefused(cluster, "s3", "", 409, "OPERATION_IN_PROGRESS");

            Rest.Answer answer = first.join();
            assertThat(answer.status()).as(answer.toString()).isEqualTo(504);
            assertThat(answer.code()).isEqualTo("TIMED_OUT");
            assertThat(cluster.primary("s3")).isEqualTo(primary);
            load.awaitAckSentAfter(System.nanoTime(), s -> s >= slot && cluster.owns("s3", s), SystemCluster.SOON);

            cluster.server(replica).sigcont();
            cluster.awaitHealthy();
            assertThat(cluster.primary("s3")).isEqualTo(primary);
            assertNothingLost(cluster, load.stop());
        } finally {
            cluster.server(replica).sigcont();
        }
    }

    private static void assertRefused(SystemCluster cluster, String shard, String to, int status, String code) {
        String body = to.isEmpty() ? "" : "{\"to\":\"" + to + "\"}";
        Await.asserted(SystemCluster.SOON, () -> {
            Rest.Answer answer = cluster.rest().promoteNow("switchover", shard, body);
            assertThat(answer.status()).as(answer.toString()).isNotEqualTo(200);
            assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body().path("detail").asText())
                    .as("names what was asked for")
                    .contains(to.isEmpty() ? shard : to);
        });
    }

    private static void assertNothingLost(SystemCluster cluster, History history) {
        HistoryChecker.Report report = new HistoryChecker(cluster.addresses()).check(history);
        System.out.println("Switchover: " + report);
        assertThat(report.clean()).as(report.toString()).isTrue();
    }
}
