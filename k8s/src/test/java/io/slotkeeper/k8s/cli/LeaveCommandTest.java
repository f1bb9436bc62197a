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
    private static final String PRIMARY = "{\"role\":\"primary\",\"shard\":\"s1\"}";
    private static final String REPLICA = "{\"role\":\"replica\",\"shard\":\"s1\"}";

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
    void aReplicaMayGoAtOnce() {
        server.answer("GET /v1/nodes/pod-1", 200, REPLICA);
        assertThat(leave("5s")).isZero();
        assertThat(server.requests()).containsExactly("GET /v1/nodes/pod-1");
        assertThat(directory.resolve("left")).exists();
    }

    @Test
    void aPrimaryHandsOverUntilItIsOneNoLonger() {
        server.answer("GET /v1/nodes/pod-1", 200, PRIMARY);
        server.answer("GET /v1/shards/s1", 200, "{\"replicas\":[{}]}");
        server.answer(
                "POST /v1/shards/s1/switchover", 200, "{}", () -> server.answer("GET /v1/nodes/pod-1", 200, REPLICA));
        assertThat(leave("5s")).isZero();
        assertThat(server.requests()).containsOnlyOnce("POST /v1/shards/s1/switchover");
    }

    @Test
    void aRefusalIsTriedAgainUntilTheTimeIsOver() {
        server.answer("GET /v1/nodes/pod-1", 200, PRIMARY);
        server.answer("GET /v1/shards/s1", 200, "{\"replicas\":[{}]}");
        server.answer("POST /v1/shards/s1/switchover", 409, RestServer.problem("REPLICA_NOT_IN_SYNC", "not in sync"));
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
        server.answer("GET /v1/nodes/pod-1", 200, PRIMARY);
        server.answer("GET /v1/shards/s1", 200, "{\"replicas\":[]}");
        assertThat(leave("1m")).isEqualTo(1);
        assertThat(messages.toString()).contains("shard s1 has no replica");
        assertThat(server.requests()).hasSize(2);
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
