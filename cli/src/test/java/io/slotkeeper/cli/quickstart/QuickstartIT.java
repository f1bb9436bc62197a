package io.slotkeeper.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.quickstart.QuickstartProcess.Ports;
import io.slotkeeper.testkit.FreePorts;
import io.slotkeeper.testkit.ProcessReaper;
import io.slotkeeper.testkit.RedisProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;

/** The quickstart as its users have it: a process with real redis-server children. */
class QuickstartIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void servesAnyClusterClientSurvivesAKilledNodeAndLeavesNothingBehindOnCtrlC() {
        Ports ports = Ports.forNodes(4);
        try (QuickstartProcess quickstart =
                start(ports, "--shards=2", "--replicas=1", "--restart-delay=500ms", "--zones=x,y")) {
            quickstart.awaitOutput("READY");
            assertThat(quickstart.output().lines()).contains("READY http://127.0.0.1:" + ports.http());
            assertThat(quickstart.output()).doesNotContain("INFO", "WARN");
            List<ProcessHandle> children = quickstart.children();
            assertThat(children)
                    .as(
                            "%s",
                            children.stream()
                                    .map(child -> child.info().commandLine().orElse("?"))
                                    .toList())
                    .hasSize(4);
            killAPrimaryUnderAClusterClient(quickstart, ports);
            assumeFalse(quickstart.ignoresInterrupts(), "SIGINT is ignored here: tests run as a background job");
            quickstart.interrupt();
            assertThat(quickstart.awaitExit()).isEqualTo(130);
            assertThat(quickstart.output())
                    .contains("Stopped: no process is left and the temporary data is removed.")
                    .doesNotContain("cannot go on");
            assertNothingIsLeft(quickstart, ports, children);
        }
    }

    private static void killAPrimaryUnderAClusterClient(QuickstartProcess quickstart, Ports ports) {
        try (RedisClusterClient client = RedisClusterClient.create(new HostAndPort("127.0.0.1", ports.redis()))) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.set("key" + i, "before")).isEqualTo("OK");
            }
            int port = get(ports, "/v1/shards/s1").path("primary").path("port").asInt();
            processOnPort(quickstart, port).destroyForcibly();
            Awaitility.await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.set("key" + i, "after")).isEqualTo("OK");
                }
            });
            quickstart.awaitOutput("redis-server " + port + " (pid ");
            quickstart.awaitOutput("ended by signal 9; restart in 0.5 s");
            quickstart.awaitOutput("redis-server " + port + " runs again");
            Awaitility.await().atMost(SOON).untilAsserted(() -> {
                JsonNode status = get(ports, "/v1/status");
                assertThat(status.path("phase").asText()).as("%s", status).isEqualTo("active");
                assertThat(status.path("nodes")).allSatisfy(node -> {
                    assertThat(node.path("process").asText()).isEqualTo("up");
                    assertThat(node.path("linkUp").asBoolean()
                                    || node.path("role").asText().equals("primary"))
                            .isTrue();
                });
                assertThat(get(ports, "/v1/shards/s1")
                                .path("replicas")
                                .path(0)
                                .path("port")
                                .asInt())
                        .isEqualTo(port);
            });
            assertThat(quickstart.output()).contains("PRIMARY_CRASHED");
        }
    }

    @Test
    void aGroupOfThreeKeepsItsDataDirectory() {
        Ports ports = Ports.forGroup(2);
        Path data = directory.resolve("group");
        String[] flags = {"--shards=1", "--replicas=1", "--coordinators=3", "--data-dir=" + data};
        long version;
        try (QuickstartProcess first = start(ports, flags).awaitOutput("READY")) {
            version = get(ports, "/v1/slots").path("version").asLong();
            first.terminate();
            assertThat(first.awaitExit()).isEqualTo(143);
        }
        try (QuickstartProcess second = start(ports, flags).awaitOutput("READY")) {
            for (int i = 0; i < 3; i++) {
                CoordinatorClient each =
                        new CoordinatorClient(List.of(URI.create("http://127.0.0.1:" + (ports.http() + i))));
                assertThat(Json.parse(each.get("/v1/slots")).path("version").asLong())
                        .isEqualTo(version);
            }
            second.terminate();
            assertThat(second.awaitExit()).isEqualTo(143);
        }
        try (QuickstartProcess alone = start(ports, "--shards=1", "--replicas=1", "--data-dir=" + data)) {
            assertThat(alone.awaitExit()).isEqualTo(1);
            assertThat(alone.output())
                    .contains("--coordinators is 1", "was made with 3", "Start it with --coordinators 3");
        }
    }

    @Test
    void aDataDirectoryKeepsDataVersionAndHistory() throws IOException {
        Ports ports = Ports.forNodes(2);
        Path data = directory.resolve("data");
        String[] flags = {"--shards=1", "--replicas=1", "--data-dir=" + data};
        long version;
        List<String> history;
        try (QuickstartProcess first = start(ports, flags).awaitOutput("READY")) {
            write(ports, "kept", "1");
            version = get(ports, "/v1/slots").path("version").asLong();
            history = history(ports);
            refusesASecondOne(data);
            List<ProcessHandle> children = first.children();
            first.terminate();
            assertThat(first.awaitExit()).isEqualTo(143);
            assertThat(first.output()).contains("Stopped: no process is left, the data is in " + data + ".");
            assertNothingIsLeft(first, ports, children);
        }
        try (QuickstartProcess second = start(ports, flags).awaitOutput("READY")) {
            assertKept(ports, version, history, "kept");
            write(ports, "kept-too", "1");
            // The append-only file is written out every second.
            Awaitility.await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
            List<ProcessHandle> children = second.children();
            second.kill9();
            assumeTrue(ProcessReaper.coversKill9(), "setpriv is not here: children outlive a killed JVM");
            Awaitility.await().atMost(SOON).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
        try (QuickstartProcess third = start(ports, flags).awaitOutput("READY")) {
            assertKept(ports, version, history, "kept", "kept-too");
            third.terminate();
            assertThat(third.awaitExit()).isEqualTo(143);
        }
        refusesHalfOfACluster(ports, data, flags);
    }

    private void refusesASecondOne(Path data) {
        try (QuickstartProcess second = start(Ports.forNodes(2), "--shards=1", "--replicas=1", "--data-dir=" + data)) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.output()).contains("Another quickstart runs on " + data);
        }
    }

    private void refusesHalfOfACluster(Ports ports, Path data, String... flags) throws IOException {
        Files.delete(data.resolve("nodes/" + ports.redis() + "/nodes.conf"));
        try (QuickstartProcess half = start(ports, flags)) {
            assertThat(half.awaitExit()).isEqualTo(1);
            assertThat(half.output()).contains("nodes.conf is missing or empty", "Restore it from a backup");
        }
    }

    private static void assertKept(Ports ports, long version, List<String> history, String... keys) {
        assertThat(get(ports, "/v1/slots").path("version").asLong()).isEqualTo(version);
        assertThat(history(ports)).startsWith(history.toArray(String[]::new));
        try (RedisClusterClient client = RedisClusterClient.create(new HostAndPort("127.0.0.1", ports.redis()))) {
            for (String key : keys) {
                assertThat(client.get(key)).as("value of " + key).isEqualTo("1");
            }
        }
    }

    @Test
    void aTakenPortIsRefusedBeforeAnythingStarts() throws IOException {
        Ports ports = Ports.forNodes(1);
        for (int port : List.of(ports.redis() + FreePorts.BUS_OFFSET, ports.cluster() + 10)) {
            try (ServerSocket taken = new ServerSocket()) {
                taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                QuickstartProcess quickstart = start(ports, "--shards=1", "--replicas=0");
                assertThat(quickstart.awaitExit()).isEqualTo(1);
                assertThat(quickstart.output()).startsWith("slotkeeper: Port " + port + " on 127.0.0.1 is taken");
                assertThat(quickstart.temporaryFiles()).isEmpty();
            }
        }
    }

    @Test
    void aSignalDuringTheStartStopsWhatWasBegun() {
        Ports ports = Ports.forNodes(2);
        try (QuickstartProcess quickstart = start(ports, "--shards=1", "--replicas=1")) {
            quickstart.awaitOutput("Redis nodes up");
            List<ProcessHandle> children = quickstart.children();
            quickstart.terminate();
            assertThat(quickstart.awaitExit()).isEqualTo(143);
            assertThat(quickstart.output()).doesNotContain("READY").contains("Stopped");
            assertNothingIsLeft(quickstart, ports, children);
        }
    }

    @Test
    void aSignalStopsACoordinatorThatIsStillStarting() {
        Ports ports = Ports.forNodes(1);
        Path data = directory.resolve("c1");
        List<String> words = new ArrayList<>(List.of("coordinator", "--data-dir=" + data));
        words.addAll(ports.flags().subList(1, 4));
        try (QuickstartProcess coordinator = QuickstartProcess.start(directory, words)) {
            Awaitility.await().atMost(SOON).until(() -> Files.isDirectory(data));
            coordinator.terminate();
            assertThat(coordinator.awaitExit()).isEqualTo(143);
            assertThat(coordinator.output())
                    .contains("coordinator c1 is stopping")
                    .doesNotContain("did not");
        }
    }

    @Test
    void aSignalStopsAnAgentThatWaitsForACoordinator() {
        List<String> words = List.of(
                "agent",
                "--name=a1",
                "--redis=127.0.0.1:" + FreePorts.reserve(),
                "--cluster-port=" + FreePorts.reserve(),
                "--seeds=127.0.0.1:" + FreePorts.reserve());
        try (QuickstartProcess agent = QuickstartProcess.start(directory, words)) {
            agent.awaitOutput("waits for a coordinator").terminate();
            assertThat(agent.awaitExit()).isEqualTo(143);
            assertThat(agent.output()).contains("agent a1 is stopping").doesNotContain("did not");
        }
    }

    private QuickstartProcess start(Ports ports, String... flags) {
        List<String> words = new ArrayList<>(List.of("quickstart"));
        words.addAll(ports.flags());
        words.addAll(List.of(flags));
        return QuickstartProcess.start(directory, words);
    }

    private static void assertNothingIsLeft(QuickstartProcess quickstart, Ports ports, List<ProcessHandle> children) {
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(ports.all()).allMatch(FreePorts::isFree);
        assertThat(quickstart.temporaryFiles()).isEmpty();
    }

    /** Redis rewrites its command line, so the node itself is asked. */
    private static ProcessHandle processOnPort(QuickstartProcess quickstart, int port) {
        try (RedisProbe probe = new RedisProbe(new HostAndPort("127.0.0.1", port), Optional.empty())) {
            String info = String.valueOf(probe.command("INFO", "server"));
            long pid = info.lines()
                    .filter(line -> line.startsWith("process_id:"))
                    .mapToLong(line -> Long.parseLong(line.substring("process_id:".length())))
                    .findFirst()
                    .orElseThrow();
            return quickstart.children().stream()
                    .filter(child -> child.pid() == pid)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void write(Ports ports, String key, String value) {
        try (RedisClusterClient client = RedisClusterClient.create(new HostAndPort("127.0.0.1", ports.redis()))) {
            assertThat(client.set(key, value)).isEqualTo("OK");
        }
    }

    private static List<String> history(Ports ports) {
        return Json.elements(get(ports, "/v1/history?limit=1000").path("history"))
                .map(JsonNode::toString)
                .toList();
    }

    private static JsonNode get(Ports ports, String path) {
        return Json.parse(new CoordinatorClient(List.of(URI.create("http://127.0.0.1:" + ports.http()))).get(path));
    }
}
