package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.CheckingClient;
import io.slotkeeper.testkit.Login;
import io.slotkeeper.testkit.RedisProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A cluster grows and shrinks by shards and by replicas while clients read and write. */
class ScalingIT {
    private static final List<Integer> SLOTS =
            IntStream.range(0, 16_384).filter(slot -> slot % 41 == 0).boxed().toList();

    @Test
    void shardsAndReplicasComeAndGoUnderLoad() {
        try (SystemCluster cluster = SystemCluster.start(SystemOptions.of("scaling", 2, 1));
                CheckingClient client = new CheckingClient(cluster.addresses(), Login.NONE).start(1, SLOTS, 300, 3)) {
            cluster.addNode("a5");
            cluster.addNode("a6");
            awaitSpare(cluster, "a5");
            awaitSpare(cluster, "a6");
            check(cluster, 2, 4);

            done(cluster.cli("add-shard", "--dry-run"), "");
            done(cluster.cli("add-shard", "-o", "json"), "done");
            assertThat(cluster.shards()).containsExactly("s1", "s2", "s3");
            assertThat(slots(cluster, "s3")).isBetween(5461, 5462);
            assertThat(cluster.replicas("s3")).hasSize(1);
            check(cluster, 3, 6);

            done(cluster.cli("remove-shard", "s3", "-o", "json"), "done");
            assertThat(cluster.shards()).containsExactly("s1", "s2");
            check(cluster, 2, 4);
            assertSpare(cluster, "a5");
            assertSpare(cluster, "a6");

            CommandResult unnamed = cluster.cli("add-replica", "s1");
            assertThat(unnamed.code())
                    .as("removed nodes wait to be named: %s", unnamed)
                    .isNotZero();
            assertThat(unnamed.toString()).contains("NOT_ENOUGH_NODES");
            done(cluster.cli("add-replica", "s1", "--nodes", "a5", "-o", "json"), "done");
            assertThat(cluster.replicas("s1")).hasSize(2).contains("a5");
            check(cluster, 2, 5);

            CommandResult primary = cluster.cli("remove-replica", cluster.primary("s1"));
            assertThat(primary.toString()).contains("NODE_IS_PRIMARY").contains("switchover s1");
            done(cluster.cli("switchover", "s1", "--to", "a5"), "");
            String former = cluster.replicas("s1").get(0);
            done(cluster.cli("remove-replica", former, "-o", "json"), "done");
            assertThat(cluster.replicas("s1")).hasSize(1).doesNotContain(former);
            check(cluster, 2, 4);
            assertSpare(cluster, former);

            client.stop();
            assertThat(client.wrong()).as(client.toString()).isEmpty();
            assertThat(client.unexpected()).as(client.toString()).isEmpty();
            assertThat(client.answers()).isGreaterThan(1000);
        }
    }

    private static void done(CommandResult result, String state) {
        assertThat(result.code()).as(result.toString()).isZero();
        if (!state.isEmpty()) {
            assertThat(result.json().path("state").asText()).isEqualTo(state);
        }
    }

    private static int slots(SystemCluster cluster, String shard) {
        int slots = 0;
        for (JsonNode range : cluster.shard(shard).path("slots")) {
            slots += range.path(1).asInt() - range.path(0).asInt() + 1;
        }
        return slots;
    }

    private static void awaitSpare(SystemCluster cluster, String agent) {
        Await.until(
                SystemCluster.SOON, () -> cluster.rest().get("/v1/nodes").toString(), () -> isSpare(cluster, agent));
    }

    private static boolean isSpare(SystemCluster cluster, String agent) {
        for (JsonNode node : cluster.rest().get("/v1/nodes").path("nodes")) {
            if (node.path("agent").asText().equals(agent)) {
                return node.path("role").asText().equals("spare");
            }
        }
        return false;
    }

    /** In no shard, empty, and knows nobody. */
    private static void assertSpare(SystemCluster cluster, String agent) {
        assertThat(isSpare(cluster, agent)).as(agent).isTrue();
        try (RedisProbe probe = cluster.probe(agent)) {
            assertThat(probe.clusterNodes()).hasSize(1);
            assertThat(probe.command("DBSIZE")).isEqualTo(0L);
        }
    }

    /** Redis' own tool finds nothing wrong, and the members know each other and nobody else. */
    private static void check(SystemCluster cluster, int shards, int members) {
        String member = cluster.primary("s1");
        ClusterChecks.assertCleanForRedisCli(cluster, cluster.server(member).address());
        List<String> agents = new ArrayList<>();
        for (String shard : cluster.shards()) {
            assertThat(cluster.shard(shard).path("state").asText()).isEqualTo("active");
            agents.add(cluster.primary(shard));
            agents.addAll(cluster.replicas(shard));
        }
        assertThat(cluster.shards()).hasSize(shards);
        assertThat(agents).hasSize(members);
        for (String agent : agents) {
            try (RedisProbe probe = cluster.probe(agent)) {
                assertThat(probe.clusterNodes()).as("CLUSTER NODES of " + agent).hasSize(members);
            }
        }
    }
}
