package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.FreePorts;
import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.RedisServer;
import io.slotkeeper.testkit.RedisServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator that wants one shard with one replica gets agents whose servers or names are not usable. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(PrintLogs.class)
class BadInputIT implements PrintLogs.Source {
    private static final Duration START = Duration.ofSeconds(90);
    private static final int FAILED = 1;

    @TempDir
    static Path directory;

    private final List<RedisServer> redis = new ArrayList<>();
    private final List<AutoCloseable> servers = new ArrayList<>();
    private SystemCluster cluster;

    @BeforeAll
    void start() {
        cluster = SystemCluster.coordinatorOnly(SystemOptions.of("bad-input", 1, 1));
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
        redis.forEach(RedisServer::close);
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    @Override
    public SystemCluster cluster() {
        return cluster;
    }

    @Test
    @Order(1)
    void serversThatAreNotUsable() throws IOException {
        int garbage = StrangeServer.thatTalksGarbage(servers);
        int closing = StrangeServer.thatCloses(servers);
        int alone = redis(options -> options.withLine("cluster-enabled no"));
        int full = redis(UnaryOperator.identity());
        try (RedisProbe probe = new RedisProbe(redis.get(1).address())) {
            // A node refuses keys until it owns their slots, and keeps them when it gives the slots away.
            probe.command("CLUSTER", "ADDSLOTS", "12182");
            Await.asserted(SystemCluster.SOON, () -> assertThat(probe.command("SET", "foo", "bar"))
                    .isEqualTo("OK"));
            probe.command("CLUSTER", "DELSLOTS", "12182");
        }
        int locked = redis(options -> options.withPassword("not-for-you"));
        agent("garbage", garbage);
        agent("closing", closing);
        agent("alone", alone);
        agent("full", full);
        agent("locked", locked);

        assertProblem("garbage", garbage, "NOT_REDIS", "point the agent's --redis at a redis-server's port");
        assertProblem("closing", closing, "NOT_REDIS", "point the agent's --redis at a redis-server's port");
        assertProblem("alone", alone, "CLUSTER_DISABLED", "cluster-enabled yes");
        assertProblem("full", full, "DATA_WITHOUT_SLOTS", "FLUSHALL");
        assertProblem("locked", locked, "WRONG_PASSWORD", "--redis-password-file");
        assertThat(cluster.rest()
                        .exchange("/health/ready")
                        .body()
                        .path("detail")
                        .asText())
                .contains("0 of 2 nodes");
    }

    @Test
    @Order(2)
    void tooFewNodes() {
        int first = redis(UnaryOperator.identity());
        agent("good1", first);
        Await.asserted(START, () -> {
            JsonNode status = cluster.rest().get("/v1/status");
            assertThat(status.path("phase").asText()).isEqualTo("gathering");
            assertThat(status.path("text").asText())
                    .contains("1 of 2 nodes are there; 1 more are needed to form 1 shards.");
        });
        Rest.Answer refused = cluster.rest().promoteNow("failover", "s1", "");
        assertThat(refused.code()).as(refused.toString()).isIn("CLUSTER_NOT_FORMED", "UNKNOWN_SHARD");
    }

    @Test
    @Order(3)
    void twoAgentsOfOneNameAndTwoOnOneNode() {
        int port = redis.get(redis.size() - 1).port();
        JavaProcess namesake = cluster.extraAgent("good1", "namesake", List.of("--redis=127.0.0.1:" + freshRedis()));
        JavaProcess second = cluster.extraAgent("second", "second", List.of("--redis=127.0.0.1:" + port));
        assertThat(namesake.awaitExit(START)).as(namesake.output()).isEqualTo(FAILED);
        assertThat(namesake.output())
                .contains("AGENT_NAME_TAKEN")
                .contains("'good1'")
                .contains("names are unique")
                .contains("another --name");
        assertThat(second.awaitExit(START)).as(second.output()).isEqualTo(FAILED);
        assertThat(second.output())
                .contains("NODE_ALREADY_GUARDED")
                .contains("'good1'")
                .contains("a node has one agent")
                .contains("Point --redis");
        assertThat(cluster.agent("good1").isAlive()).isTrue();
    }

    @Test
    @Order(4)
    void aNodeTooManyIsASpare() {
        agent("good2", redis(UnaryOperator.identity()));
        Await.asserted(
                START, () -> assertThat(cluster.rest().exchange("/health/ready").status())
                        .isEqualTo(200));
        agent("good3", redis(UnaryOperator.identity()));
        Await.asserted(START, () -> assertThat(
                        cluster.rest().get("/v1/nodes/good3").path("role").asText())
                .isEqualTo("spare"));
        assertThat(cluster.shard("s1").path("replicas").size()).isEqualTo(1);
    }

    private int redis(UnaryOperator<RedisServerOptions> change) {
        int port = FreePorts.reserve();
        RedisServerOptions options = change.apply(RedisServerOptions.in(directory.resolve("redis-" + port), port));
        RedisServer server = new RedisServer(RedisBinary.find(), options).start();
        redis.add(server);
        server.awaitAnswering(SystemCluster.SOON);
        return port;
    }

    /** Not remembered as the latest of the nodes. */
    private int freshRedis() {
        int port = redis(UnaryOperator.identity());
        redis.add(0, redis.remove(redis.size() - 1));
        return port;
    }

    private void agent(String name, int port) {
        cluster.extraAgent(name, name, List.of("--redis=127.0.0.1:" + port));
    }

    private void assertProblem(String agent, int port, String problem, String remedy) {
        Await.asserted(START, () -> {
            JsonNode node = cluster.rest().get("/v1/nodes/" + agent);
            assertThat(node.path("problem").asText()).as(node.toString()).isEqualTo(problem);
            assertThat(node.path("role").asText()).isEqualTo("unusable");
            assertThat(node.path("problemText").asText()).contains(remedy);
        });
        Await.asserted(SystemCluster.SOON, () -> assertThat(cluster.history(0)).anySatisfy(entry -> {
            assertThat(entry.path("code").asText()).isEqualTo("NODE_" + problem);
            assertThat(entry.path("text").asText())
                    .contains("127.0.0.1:" + port)
                    .contains(remedy);
        }));
        Await.asserted(
                SystemCluster.SOON, () -> assertThat(cluster.coordinator().output())
                        .contains("127.0.0.1:" + port + " beside agent " + agent));
    }
}
