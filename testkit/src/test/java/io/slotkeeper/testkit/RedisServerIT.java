package io.slotkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private int port;
    private RedisServer server;

    @BeforeEach
    void reserve() {
        port = FreePorts.reserve();
        server = new RedisServer(
                RedisBinary.find(), RedisServerOptions.in(directory, port).withPersistence(true));
    }

    @AfterEach
    void release() {
        server.close();
        FreePorts.release(port);
    }

    @Test
    void runsInClusterModeWithTheSyncGuard() {
        server.start().awaitAnswering(TIMEOUT);
        try (RedisProbe probe = new RedisProbe(server.address())) {
            assertThat(probe.info("cluster_enabled")).isEqualTo("1");
            assertThat(probe.config("repl-diskless-sync-delay")).isEqualTo("3600");
            assertThat(probe.config("cluster-replica-no-failover")).isEqualTo("yes");
            assertThat(probe.info("process_id")).isEqualTo(Long.toString(server.pid()));
            assertThat(probe.role().primary()).isTrue();
        }
        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void restartsAfterAKillWithItsDataAndWithoutWhenAsked() throws Exception {
        server.start().awaitAnswering(TIMEOUT);
        String id = write("k", "v");
        server.kill9();
        assertThat(server.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(128 + 9);
        assertThat(server.isAlive()).isFalse();

        server.restart().awaitAnswering(TIMEOUT);
        assertHolds(id, 1);
        server.restartEmpty().awaitAnswering(TIMEOUT);
        assertHolds(id, 0);
    }

    @Test
    void stopEndsItOrderlyAndEvenWhenItIsFrozen() throws Exception {
        server.start().awaitAnswering(TIMEOUT).stop();
        assertThat(server.onExit().get(1, TimeUnit.SECONDS)).isZero();
        server.start().awaitAnswering(TIMEOUT).sigstop();
        server.stop(Duration.ofMillis(100));
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void aFrozenServerAnswersNothingUntilItGoesOn() {
        server.start().awaitAnswering(TIMEOUT).sigstop();
        assertThat(server.isAlive()).isTrue();
        assertThatThrownBy(() -> server.awaitAnswering(Duration.ofMillis(100)))
                .hasMessageContaining("did not answer within");
        server.sigcont();
        server.awaitAnswering(TIMEOUT);
    }

    @Test
    void aTakenPortOrBusPortIsNamed() throws IOException {
        for (int taken : new int[] {port, port + FreePorts.BUS_OFFSET}) {
            try (ServerSocket socket = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
                assertThat(socket.isBound()).isTrue();
                assertThatThrownBy(server::start)
                        .isInstanceOf(RedisProcessException.class)
                        .hasMessageContaining(Integer.toString(taken))
                        .hasMessageContaining("choose another port");
            }
        }
    }

    @Test
    void aBadSettingIsShownWithRedisOwnWords() {
        server = new RedisServer(
                RedisBinary.find(), RedisServerOptions.in(directory, port).withLine("no-such-setting 1"));
        server.start();
        assertThatThrownBy(() -> server.awaitAnswering(TIMEOUT)).hasMessageContaining("no-such-setting");
    }

    @Test
    void aPasswordWorksAndStaysOutOfArgumentsAndLogs() throws IOException {
        String secret = "pa ss\"w\\ord";
        server = new RedisServer(
                RedisBinary.find(), RedisServerOptions.in(directory, port).withPassword(secret));
        server.start().awaitAnswering(TIMEOUT);
        try (RedisProbe probe = new RedisProbe(server.address(), Optional.of(secret))) {
            assertThat(probe.dbSize()).isZero();
        }
        assertThat(ProcessHandle.of(server.pid())
                        .orElseThrow()
                        .info()
                        .commandLine()
                        .orElse(""))
                .doesNotContain(secret);
        assertThat(Files.readString(directory.resolve("redis.log"))).doesNotContain(secret);
    }

    @Test
    void listensOnAUnixSocket() {
        Path socket = directory.resolve("redis.sock");
        server = new RedisServer(
                RedisBinary.find(), RedisServerOptions.in(directory, port).withUnixSocket(socket));
        server.start().awaitAnswering(TIMEOUT);
        assertThat(socket).exists();
    }

    @Test
    void aGuardedRestartedPrimaryFeedsNoReplicaUntilTheDelayIsZero() {
        try (LocalRedisGroup group = LocalRedisGroup.start(2);
                RedisProbe primary = new RedisProbe(group.server(0).address());
                RedisProbe replica = new RedisProbe(group.server(1).address())) {
            primary.command(
                    "CLUSTER",
                    "MEET",
                    "127.0.0.1",
                    Integer.toString(group.server(1).port()));
            String id = primary.nodeId();
            await().until(() ->
                    replica.clusterNodes().stream().anyMatch(node -> node.id().equals(id)));
            replica.command("CLUSTER", "REPLICATE", id);
            // The replica asks for its full sync and is kept waiting.
            await().until(() -> primary.info("slave0").contains("state=wait_bgsave"));
            await().during(Duration.ofMillis(1500)).atMost(TIMEOUT).until(() -> !replica.role()
                    .linkUp());
            primary.command("CONFIG", "SET", "repl-diskless-sync-delay", "0");
            await().atMost(TIMEOUT).until(() -> replica.role().linkUp());
        }
    }

    private String write(String key, String value) {
        try (RedisProbe probe = new RedisProbe(server.address())) {
            probe.command("CLUSTER", "ADDSLOTS", Integer.toString(HashTags.slotOf(key)));
            await().atMost(TIMEOUT)
                    .until(() -> probe.clusterInfo("cluster_state").equals("ok"));
            probe.command("SET", key, value);
            probe.command("CONFIG", "SET", "appendfsync", "always");
            assertThat(probe.get(key)).contains(value);
            return probe.nodeId();
        }
    }

    private void assertHolds(String id, long keys) {
        try (RedisProbe probe = new RedisProbe(server.address())) {
            assertThat(probe.nodeId()).isEqualTo(id);
            assertThat(probe.dbSize()).isEqualTo(keys);
        }
    }
}
