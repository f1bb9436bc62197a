package io.slotkeeper.k8s.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.k8s.RestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LeaveCommandTest {
    private final RestServer server;
    private final StringWriter messages = new StringWriter();

    @TempDir
    Path directory;

    LeaveCommandTest() throws IOException {
        server = new RestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNodeThatIsDrainedMayGo() {
        server.answer("POST /v1/nodes/pod-1/drain", 200, "{}");
        assertThat(leave("5s")).isZero();
        assertThat(server.requests()).containsExactly("POST /v1/nodes/pod-1/drain");
        assertThat(directory.resolve("left")).exists();
    }

    @Test
    void aNodeThatNobodyKnowsMayGo() {
        server.answer("POST /v1/nodes/pod-1/drain", 404, RestServer.problem("UNKNOWN_NODE", "there is no pod-1"));
        assertThat(leave("5s")).isZero();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aRefusalIsTriedAgainUntilTheTimeIsOver() {
        refused();
        server.answer("GET /v1/shards/s1", 200, "{\"replicas\":[{}]}");
        assertThat(leave("700ms")).isNotZero();
        assertThat(server.requests().stream()
                        .filter(each -> each.startsWith("POST"))
                        .count())
                .isGreaterThan(1);
        assertThat(messages.toString()).contains("pod-1 may still lead a shard").contains("not in sync");
        assertThat(directory.resolve("left"))
                .as("the node is stopped all the same")
                .exists();
    }

    @Test
    void withoutAReplicaNothingIsWaitedFor() {
        refused();
        server.answer("GET /v1/shards/s1", 200, "{\"replicas\":[]}");
        assertThat(leave("1m")).isEqualTo(1);
        assertThat(server.requests()).hasSize(3);
    }

    private void refused() {
        server.answer("POST /v1/nodes/pod-1/drain", 409, RestServer.problem("NO_ELIGIBLE_REPLICA", "not in sync"));
        server.answer("GET /v1/nodes/pod-1", 200, "{\"role\":\"primary\",\"shard\":\"s1\"}");
    }

    private int leave(String timeout) {
        CommandLine command = new CommandLine(new LeaveCommand())
                .setErr(new PrintWriter(messages, true))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    messages.write(failure.getMessage());
                    return 1;
                });
        return command.execute(
                "--name=pod-1",
                "--coordinator=" + server.address(),
                "--timeout=" + timeout,
                "--then-create=" + directory.resolve("left"));
    }
}
