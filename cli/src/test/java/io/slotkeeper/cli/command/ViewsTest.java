package io.slotkeeper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Terminal;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ViewsTest {
    private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());
    private static final Terminal PLAIN = new Terminal(NOWHERE, NOWHERE, Ansi.OFF);
    private static final Terminal COLOURED = new Terminal(NOWHERE, NOWHERE, Ansi.ON);
    private static final String SHARD =
            "{\"id\":\"s1\",\"epoch\":3,\"state\":\"%s\",\"primary\":{\"host\":\"127.0.0.1\",\"port\":7000}}";

    @Test
    void aChangeIsALineForEachShard() {
        List<String> lines = ChangeView.lines(PLAIN, change("SWITCHOVER_REQUESTED", "switching-over", "active"))
                .lines()
                .toList();
        assertThat(lines).hasSize(2).allMatch(line -> line.length() <= 100);
        assertThat(lines.get(0))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  v12    SWITCHOVER_REQUESTED  s1   switching-over  epoch 3"
                        + "  primary 127\\.0\\.0\\.1:7000");
        assertThat(lines.get(1).indexOf("epoch")).isEqualTo(lines.get(0).indexOf("epoch"));
    }

    @Test
    void aRemovedShardIsALine() {
        JsonNode frame = Json.parse(
                "{\"type\":\"change\",\"version\":2,\"cause\":\"X\",\"shards\":[],\"removedShards\":[\"s9\"]}");
        assertThat(ChangeView.lines(PLAIN, frame)).endsWith("s9 removed\n");
    }

    @Test
    void anEmptySnapshotIsALineAndAnUnknownFrameIsNone() {
        assertThat(ChangeView.lines(PLAIN, Json.parse("{\"type\":\"snapshot\",\"version\":0,\"shards\":[]}")))
                .endsWith("v0     snapshot\n");
        assertThat(ChangeView.lines(PLAIN, Json.parse("{\"type\":\"ping\"}"))).isEmpty();
    }

    @Test
    void statesHaveColours() {
        String lines = ChangeView.lines(COLOURED, change("PRIMARY_CRASHED", "active", "lost"));
        assertThat(lines).contains("\u001b[32mactive", "\u001b[31mlost", "\u001b[33mPRIMARY_CRASHED");
    }

    @Test
    void nothingInAFrameCommandsTheTerminal() {
        String lines = ChangeView.lines(PLAIN, change("\\u001b[2J", "active\\u001b[2J", "active"));
        assertThat(lines).contains("?[2J").doesNotContain("\u001b");
    }

    @Test
    void phasesComeFirstAndInTheirOrder() {
        JsonNode figures = Json.parse(
                "{\"epoch\":2,\"estimatedLossBytes\":0,\"publishMicros\":8400,"
                        + "\"promoteMicros\":31700,\"detectMicros\":6400,\"commitMicros\":53000,\"tookMillis\":1200,\"nodes\":6}");
        assertThat(Figures.of(figures))
                .isEqualTo("detect 6.4 ms, commit 53.0 ms, promote 31.7 ms, publish 8.4 ms, estimated loss 0 B,"
                        + " nodes 6, took 1.2 s");
    }

    private static JsonNode change(String cause, String... states) {
        String shards =
                String.join(",", List.of(states).stream().map(SHARD::formatted).toList());
        return Json.parse(
                "{\"type\":\"change\",\"version\":12,\"cause\":\"" + cause + "\",\"shards\":[" + shards + "]}");
    }
}
