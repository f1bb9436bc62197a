package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.LossCheck;
import io.slotkeeper.testkit.WriteLoad;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.HostAndPort;

/** That a cluster has its shape and serves. */
final class ClusterChecks {
    private ClusterChecks() {}

    static void assertServes(SystemCluster cluster, int shards, int replicas) {
        assertShape(cluster, shards, replicas);
        if (redisCliInstalled()) {
            assertCleanForRedisCli(cluster);
        }
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(200, SystemCluster.SOON);
            History history = load.stop();
            assertThat(history.errors()).isEmpty();
            assertThat(history.acks().stream().map(ack -> ack.node()).distinct())
                    .hasSize(shards);
            HistoryChecker.Report report = new HistoryChecker(cluster.addresses(), cluster.password()).check(history);
            assertThat(report.clean()).as(report.toString()).isTrue();
        }
    }

    /** Nothing is lost but what asynchronous replication explains by these faults. */
    static void assertExplained(History history, HistoryChecker.Report report, List<LossCheck.Deposed> deposed) {
        assertThat(report.unreadable()).as("unreadable: %s", report).isEmpty();
        assertThat(report.disputedSlots()).as("disputed: %s", report).isEmpty();
        assertThat(LossCheck.unexplained(history, report, deposed))
                .as("lost, but not the last writes of a primary that lost its role")
                .isEmpty();
    }

    private static void assertShape(SystemCluster cluster, int shards, int replicas) {
        JsonNode map = cluster.rest().get("/v1/slots");
        BitSet slots = new BitSet();
        assertThat(map.path("shards").size()).isEqualTo(shards);
        map.path("shards").forEach(shard -> {
            assertThat(shard.path("replicas").size()).as("replicas of " + shard).isEqualTo(replicas);
            assertThat(shard.path("state").asText()).isEqualTo("active");
            shard.path("slots")
                    .forEach(range ->
                            slots.set(range.path(0).asInt(), range.path(1).asInt() + 1));
        });
        assertThat(slots.cardinality()).isEqualTo(16_384);
        assertThat(cluster.rest().exchange("/health/ready").status()).isEqualTo(200);
    }

    /** What Redis's own tool says, where it is installed. The password goes by the environment. */
    static void assertCleanForRedisCli(SystemCluster cluster) {
        assertCleanForRedisCli(cluster, cluster.addresses().get(0));
    }

    /** The same, in the eyes of one node. */
    static void assertCleanForRedisCli(SystemCluster cluster, HostAndPort node) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder("redis-cli", "--cluster", "check", node.toString()).redirectErrorStream(true);
            cluster.password().ifPresent(secret -> builder.environment().put("REDISCLI_AUTH", secret));
            Process check = builder.start();
            String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(check.waitFor(20, TimeUnit.SECONDS)).as("redis-cli ends").isTrue();
            assertThat(check.exitValue()).as(output).isZero();
            assertThat(output)
                    .contains("[OK] All nodes agree about slots configuration.")
                    .contains("[OK] All 16384 slots covered.")
                    .doesNotContain("[ERR]")
                    .doesNotContain("[WARNING]");
        } catch (IOException e) {
            throw new UncheckedIOException("redis-cli cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while redis-cli runs", e);
        }
    }

    private static boolean redisCliInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "redis-cli")));
    }
}
