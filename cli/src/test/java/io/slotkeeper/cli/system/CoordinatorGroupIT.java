package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.FreePorts;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.WriteLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
            load.awaitAckOfAnother(
                    cluster.server(former).address(), killed, slot -> cluster.owns("s1", slot), SystemCluster.SOON);
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
    void aRollingRestartDisturbsNobody() throws InterruptedException {
        long version = cluster.version();
        long history = cluster.historyEnd();
        List<Long> seen = new CopyOnWriteArrayList<>();
        AtomicBoolean stopped = new AtomicBoolean();
        Thread reader = new Thread(() -> cluster.follow(version)
                .follow((frame, text) -> seen.add(FrameRecorder.versionOf(frame)), stopped::get));
        reader.start();
        try (WriteLoad load = cluster.load(2)) {
            for (String id : cluster.coordinatorIds()) {
                restart(id);
                switchOverThrough(id);
            }
            cluster.awaitHealthy();
            History writes = load.stop();
            assertThat(writes.errors()).isEmpty();
            assertThat(new HistoryChecker(cluster.addresses()).check(writes).clean())
                    .isTrue();
        }
        long last = cluster.version();
        Await.until(SystemCluster.SOON, () -> "version " + last + " in " + seen, () -> seen.contains(last));
        stopped.set(true);
        reader.join();
        assertThat(seen)
                .as("versions seen by a client that moved on")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(version + 1, last).boxed().toList());
        assertThat(cluster.history(history))
                .extracting(entry -> entry.path("code").asText())
                .as("a new primary may be told to feed its replicas")
                .isSubsetOf("SWITCHOVER_REQUESTED", "SYNC_HELD");
    }

    private static void restart(String id) {
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

    /** Whether or not it leads: a follower forwards. */
    private static void switchOverThrough(String id) {
        Await.until(SystemCluster.SOON, () -> "a switchover through " + id, () -> {
            Rest.Answer answer = cluster.rest(id).promoteNow("switchover", "s2", "");
            assertThat(answer.status() == 200 || answer.code().equals("REPLICA_NOT_IN_SYNC"))
                    .as(answer.toString())
                    .isTrue();
            return answer.status() == 200;
        });
    }

    @Test
    void aLostDiskIsReplacedByCommandOnly() throws IOException {
        String lost = cluster.followers().get(0);
        cluster.coordinator(lost).kill9();
        deleteAll(cluster.dataDir(lost));
        long version = cluster.version();
        cluster.coordinator(lost).start();
        assertThat(cluster.coordinator(lost).awaitExit(SystemCluster.SOON)).isEqualTo(1);
        assertThat(cluster.coordinator(lost).output()).contains("the data directory is empty", "--replace");
        try (JavaProcess replacement = cluster.startCoordinator(lost, List.of("--replace"))) {
            replacement.awaitOutput("coordinator " + lost + " runs", SystemCluster.SOON);
            assertThat(replacement.output()).contains("has replaced the lost one and votes");
            assertThat(cluster.rest(lost).get("/v1/slots").path("version").asLong())
                    .isEqualTo(version);
            String leader = cluster.leader();
            cluster.coordinator(leader).kill9();
            Await.until(SystemCluster.SOON, () -> "a leader elected with the new one's vote", () -> !cluster.rest(lost)
                    .get("/v1/status")
                    .path("leader")
                    .asText(leader)
                    .equals(leader));
            replacement.terminate();
            replacement.awaitExit(SystemCluster.SOON);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aCoordinatorThatDoesNotFitIsRefused() {
        String id = cluster.followers().get(0);
        String dataDir = "--data-dir=" + cluster.scratch().resolve("misfit");
        List<String> elsewhere = List.of(
                dataDir,
                "--http-port=" + FreePorts.reserve(),
                "--cluster-port=" + FreePorts.reserve(),
                "--bridge-port=0");
        assertRefused(cluster.startCoordinator(id, elsewhere), "another coordinator with the id " + id + " runs");
        cluster.coordinator(id).kill9();
        String otherPeers = cluster.peers().replaceFirst("127.0.0.1:\\d+$", "127.0.0.1:1");
        assertRefused(cluster.startCoordinator(id, List.of(dataDir, "--peers=" + otherPeers)), "must list the same");
    }

    private static void assertRefused(JavaProcess misfit, String why) {
        try (misfit) {
            assertThat(misfit.awaitExit(SystemCluster.SOON)).isEqualTo(1);
            assertThat(misfit.output()).contains(why);
        }
    }
}
