package io.slotkeeper.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.slot.SlotSet;
import io.slotkeeper.testkit.FreePorts;
import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.RedisProbe;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Agents beside servers that cannot be used, that come late, or that ask for a password. */
class NodeProblemIT {
    private static final String PASSWORD = "s3cret-for-test";

    @Test
    void wrongPasswordIsToldAndHealedByTheRightOne() {
        try (AgentHarness harness =
                new AgentHarness(RedisBinary.find(), 1, options -> options.withPassword(PASSWORD))) {
            harness.startAgent(
                    harness.options(0).withCredentials(new Credentials(Optional.empty(), Secret.of("wrong"))));
            harness.await(0, report -> report.problem() == NodeProblem.WRONG_PASSWORD);
            harness.startAgent(
                    harness.options(0).withCredentials(new Credentials(Optional.empty(), Secret.of(PASSWORD))));
            harness.await(1, report -> report.problem() == NodeProblem.NONE && report.process() == ProcessState.UP);
            harness.startAgent(harness.options(0));
            harness.await(2, report -> report.problem() == NodeProblem.WRONG_PASSWORD);
        }
    }

    @Test
    void nodesWithAPasswordReplicateAndItIsNeverLogged() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        try (AgentHarness harness = new AgentHarness(
                RedisBinary.find(), 2, options -> options.withPassword(PASSWORD).withLine("masterauth \"\""))) {
            for (int i = 0; i < 2; i++) {
                harness.startAgent(
                        harness.options(i).withCredentials(new Credentials(Optional.empty(), Secret.of(PASSWORD))));
            }
            harness.formPair();
            AgentHarness.get(harness.agents.get(0).restoreSettings());
            assertThat(harness.order(1, new Order.Configure(Map.of("maxmemory", PASSWORD)))
                            .text())
                    .contains("maxmemory")
                    .doesNotContain(PASSWORD);
        } finally {
            root.detachAppender(log);
        }
        assertThat(List.copyOf(log.list)).isNotEmpty().noneMatch(e -> e.getFormattedMessage()
                .contains(PASSWORD));
    }

    @Test
    void userWithoutRightsIsTold() {
        try (AgentHarness harness = new AgentHarness(
                RedisBinary.find(), 1, options -> options.withLine("user small on >" + PASSWORD + " +ping +info"))) {
            harness.startAgent(
                    harness.options(0).withCredentials(new Credentials(Optional.of("small"), Secret.of(PASSWORD))));
            harness.await(0, report -> report.problem() == NodeProblem.NO_PERMISSION);
        }
    }

    @Test
    void serverWithoutClusterModeIsTold() {
        try (AgentHarness harness =
                new AgentHarness(RedisBinary.find(), 1, options -> options.withLine("cluster-enabled no"))) {
            harness.startAgent(harness.options(0));
            harness.await(0, report -> report.problem() == NodeProblem.CLUSTER_DISABLED);
        }
    }

    @Test
    void dataWithoutSlotsIsToldAndHealed() {
        try (AgentHarness harness = new AgentHarness(RedisBinary.find(), 1, UnaryOperator.identity());
                RedisProbe probe = new RedisProbe(harness.redis.server(0).address())) {
            probe.command("CLUSTER", "ADDSLOTS", "12182");
            Awaitility.await().ignoreExceptions().until(() -> "OK".equals(probe.command("SET", "foo", "1")));
            probe.command("CLUSTER", "DELSLOTS", "12182");
            harness.startAgent(harness.options(0));
            harness.await(0, report -> report.problem() == NodeProblem.DATA_WITHOUT_SLOTS);
            assertThat(harness.order(0, new Order.AssignSlots(SlotSet.all(), 1)).text())
                    .contains("FLUSHALL");
            probe.command("FLUSHALL");
            harness.await(0, report -> report.problem() == NodeProblem.NONE);
        }
    }

    @Test
    void anOldVersionIsTold() {
        try (AgentHarness harness = new AgentHarness(RedisBinary.find(), 1, UnaryOperator.identity())) {
            int port = FreePorts.reserve();
            int real = harness.redis.server(0).port();
            NetClient client = harness.vertx.createNetClient();
            AgentHarness.get(harness.vertx
                    .createNetServer()
                    .connectHandler(agent -> {
                        // What comes before there is a handler would be lost.
                        agent.pause();
                        client.connect(real, "127.0.0.1").onSuccess(redis -> {
                            redis.handler(bytes -> agent.write(aged(bytes)));
                            redis.closeHandler(end -> agent.close());
                            agent.closeHandler(end -> redis.close());
                            agent.handler(redis::write);
                            agent.resume();
                        });
                    })
                    .listen(port, "127.0.0.1"));
            harness.startAgent(AgentOptions.of("old", RedisAddress.parse("127.0.0.1:" + port)));

            harness.await(0, report -> report.problem() == NodeProblem.UNSUPPORTED_VERSION);
            assertThat(NodeProblem.UNSUPPORTED_VERSION.text()).contains("Redis 6.2 or later");
            FreePorts.release(port);
        }
    }

    /** What a server of version 5 would say of itself; all else stays as it is. */
    private static Buffer aged(Buffer answer) {
        String text = answer.toString(StandardCharsets.ISO_8859_1);
        return Buffer.buffer(
                text.replaceAll("redis_version:\\d\\.", "redis_version:5."), StandardCharsets.ISO_8859_1.name());
    }

    @Test
    void anotherKindOfServerIsTold() {
        try (AgentHarness harness = new AgentHarness(RedisBinary.find(), 1, UnaryOperator.identity())) {
            int port = FreePorts.reserve();
            AgentHarness.get(harness.vertx
                    .createNetServer()
                    .connectHandler(
                            socket -> socket.handler(request -> socket.end(Buffer.buffer("HTTP/1.1 400 Bad\r\n\r\n"))))
                    .listen(port, "127.0.0.1"));
            harness.startAgent(AgentOptions.of("x", RedisAddress.parse("127.0.0.1:" + port)));
            harness.await(0, report -> report.problem() == NodeProblem.NOT_REDIS);
            FreePorts.release(port);
        }
    }

    @Test
    void nodeThatComesLaterIsFoundAndEitherMayRestart(@TempDir Path directory) {
        Path socket = directory.resolve("r.sock");
        try (AgentHarness harness =
                new AgentHarness(RedisBinary.find(), 1, options -> options.withUnixSocket(socket))) {
            int port = harness.redis.server(0).port();
            harness.redis.server(0).stop();
            AgentOptions.Announce announce = new AgentOptions.Announce("127.0.0.1", port, 0);
            AgentOptions options = AgentOptions.of("u", RedisAddress.parse("unix:" + socket), announce);
            Agent first = harness.startAgent(options);
            harness.await(
                    0,
                    report -> report.process() == ProcessState.GONE
                            && report.view().isEmpty());
            harness.redis.server(0).start();
            String run = harness.awaitView(0, view -> true).runId();
            harness.redis.server(0).restart();
            harness.awaitView(0, view -> !view.runId().equals(run));
            AgentHarness.get(first.stop());
            harness.startAgent(options);
            harness.awaitView(1, view -> true);
        }
    }

    @Test
    void healthMetricsAndDismissal() throws Exception {
        try (AgentHarness harness = new AgentHarness(RedisBinary.find(), 1, UnaryOperator.identity())) {
            int port = FreePorts.reserve();
            Agent agent = harness.startAgent(harness.options(0).withHealthPort(port));
            harness.awaitView(0, view -> true);
            harness.done(0, new Order.Configure(Map.of("no-such-setting", "1", "maxmemory", "0")));
            assertThat(body(port, "/health/live")).contains("live");
            assertThat(body(port, "/health/ready")).contains("ready");
            assertThat(body(port, "/metrics"))
                    .contains("slotkeeper_agent_heartbeats_total", "order=\"configure\"", "slotkeeper_agent_node_up 1");
            harness.redis.server(0).kill9();
            harness.await(0, report -> report.process() == ProcessState.GONE);
            assertThat(body(port, "/health/ready")).contains("GONE");
            assertThat(harness.order(0, new Order.Fence()).text()).contains("no connection");
            harness.done(0, new Order.Dismiss("DUPLICATE_NAME", "two agents are called a0; rename one"));
            assertThat(agent.dismissed().await(1, TimeUnit.SECONDS).code()).isEqualTo("DUPLICATE_NAME");
            FreePorts.release(port);
        }
    }

    private static String body(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
