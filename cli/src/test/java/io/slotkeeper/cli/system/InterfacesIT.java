package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failover and switchover by every public way. REST itself is used by all other tests. */
@ExtendWith(SharedCluster.class)
class InterfacesIT {
    private static final Path PROTOCOL = Path.of("..", "docs", "protocol.md");
    private static final Duration START = Duration.ofSeconds(60);

    @Test
    void commandLine(SystemCluster cluster) {
        String heir = cluster.nodeId(cluster.replicas("s1").get(0));
        CommandResult switched = cluster.cli("switchover", "s1", "-o", "json");
        assertThat(switched.code()).as(switched.toString()).isZero();
        assertThat(switched.json().path("primary").path("id").asText()).isEqualTo(heir);
        assertThat(switched.json().has("blockedMillis")).isTrue();

        cluster.awaitHealthy();
        String back = cluster.replicas("s1").get(0);
        CommandResult failed = cluster.cli("failover", "s1", "--to", back, "-o", "json");
        assertThat(failed.code()).as(failed.toString()).isZero();
        assertThat(failed.json().path("primary").path("id").asText()).isEqualTo(cluster.nodeId(back));

        CommandResult refused = cluster.cli("failover", "s9", "-o", "json");
        assertThat(refused.code()).as(refused.toString()).isEqualTo(1);
        assertThat(refused.json().path("code").asText()).isEqualTo("UNKNOWN_SHARD");
        assertThat(refused.err()).contains("s9");

        CommandResult history = cluster.cli("history", "-o", "json", "--limit", "5");
        assertThat(history.code()).isZero();
        assertThat(history.out()).contains("PRIMARY_ACTIVATED");
    }

    @Test
    void commandLineForPeople(SystemCluster cluster) {
        CommandResult status = cluster.cli("status");
        assertThat(status.code()).as(status.toString()).isZero();
        assertThat(status.out()).contains("s1").contains("s3");
        CommandResult wrong = cluster.cli("switchover", "s1", "--timeout", "soon");
        assertThat(wrong.code()).as(wrong.toString()).isEqualTo(2);
        CommandResult unreachable = CommandResult.run(
                cluster.logs().resolve("cli.log"), "http://127.0.0.1:" + FreePorts.reserve(), "status");
        assertThat(unreachable.code()).as(unreachable.toString()).isEqualTo(3);
    }

    @Test
    void restFailoverOfAHealthyPrimary(SystemCluster cluster) {
        String heir = cluster.replicas("s2").get(0);
        Rest.Answer answer = cluster.rest().promoteNow("failover", "s2", "");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.body().path("primary").path("id").asText()).isEqualTo(cluster.nodeId(heir));
        cluster.awaitHealthy();
    }

    @Test
    void theVertxProgramOfTheProtocolPage(SystemCluster cluster) throws IOException {
        String heir = cluster.nodeId(cluster.replicas("s1").get(0));
        Path source = cluster.scratch().resolve("SwitchOver.java");
        Files.writeString(source, example(cluster));
        try (JavaProcess program =
                JavaProcess.java(cluster.logs().resolve("example.log"), List.of(source.toString()))) {
            program.awaitOutput("\"primary\"", START);
            assertThat(program.output()).contains(heir);
            assertThat(program.awaitExit(START)).as(program.output()).isZero();
            assertThat(program.output()).doesNotContain("Exception");
        }
        assertThat(cluster.shard("s1").path("primary").path("id").asText()).isEqualTo(heir);
    }

    /** The page's program with this cluster's ports. */
    private static String example(SystemCluster cluster) throws IOException {
        Matcher block = Pattern.compile("```java\\n(.*?public class SwitchOver .*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PROTOCOL));
        assertThat(block.find()).as("the Java program in " + PROTOCOL).isTrue();
        return block.group(1)
                .replace("127.0.0.1:5701", "127.0.0.1:" + cluster.clusterPort())
                .replace("setPort(5790)", "setPort(" + FreePorts.reserve() + ")");
    }

    @Test
    void rawFramesOverTheTcpBridge(SystemCluster cluster) throws IOException {
        String heir = cluster.nodeId(cluster.replicas("s3").get(0));
        try (BridgeClient bridge = BridgeClient.connect(cluster.bridgePort())) {
            bridge.send("{\"type\":\"register\",\"address\":\"slotkeeper.slots\"}");
            bridge.send("{\"type\":\"ping\"}");
            assertThat(bridge.readUntil(frame -> frame.path("type").asText().equals("pong")))
                    .isNotEmpty();

            bridge.send("{\"type\":\"send\",\"address\":\"slotkeeper.switchover\",\"replyAddress\":\"r1\","
                    + "\"body\":{\"shard\":\"s3\"}}");
            List<JsonNode> seen = new ArrayList<>(
                    bridge.readUntil(f -> f.path("address").asText().equals("r1")));
            assertThat(last(seen).path("body").path("primary").path("id").asText())
                    .isEqualTo(heir);
            long version = last(seen).path("body").path("version").asLong();
            if (seen.stream().noneMatch(frame -> isChange(frame, version))) {
                bridge.readUntil(frame -> isChange(frame, version));
            }

            bridge.send("{\"type\":\"send\",\"address\":\"slotkeeper.failover\",\"replyAddress\":\"r2\","
                    + "\"body\":{\"shard\":\"s9\"}}");
            JsonNode refused =
                    last(bridge.readUntil(f -> f.path("address").asText().equals("r2")));
            assertThat(refused.path("type").asText()).isEqualTo("err");
            assertThat(refused.path("failureCode").asInt()).isEqualTo(404);
            assertThat(refused.path("message").asText()).startsWith("UNKNOWN_SHARD: ");

            bridge.send("{\"type\":\"send\",\"address\":\"slotkeeper.agent.a1\",\"body\":{}}");
            assertThat(last(bridge.readUntil(f -> f.path("type").asText().equals("err")))
                            .toString())
                    .contains("access_denied");
        }
    }

    private static boolean isChange(JsonNode frame, long version) {
        return frame.path("address").asText().equals("slotkeeper.slots")
                && frame.path("body").path("type").asText().equals("change")
                && frame.path("body").path("version").asLong() == version;
    }

    private static JsonNode last(List<JsonNode> frames) {
        return frames.get(frames.size() - 1);
    }
}
