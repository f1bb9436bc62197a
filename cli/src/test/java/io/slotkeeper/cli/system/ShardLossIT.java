package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.RedisProbe;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;

/** {@code --shard-lost reassign}: the slots of a shard whose only node is gone go to the other one. */
class ShardLossIT {
    /** Slot 12182, of the second of two shards. */
    private static final String KEY = "foo";

    @Test
    void slotsOfALostShardAreServedByTheOtherAndItsNodeTakesNothingBack() {
        SystemOptions options =
                SystemOptions.of("lost", 2, 0).withCoordinatorFlags("--shard-lost=reassign", "--reassign-after=5s");
        try (SystemCluster cluster = SystemCluster.start(options)) {
            String lost = cluster.primary("s2");
            String heir = cluster.primary("s1");
            try (RedisProbe probe = cluster.probe(lost)) {
                probe.command("SET", KEY, "old");
            }
            cluster.server(lost).kill9();
            Await.until(
                    SystemCluster.SOON,
                    () -> "a new owner of all slots",
                    () -> cluster.shard("s1").path("slotCount").asInt() == 16_384);
            try (RedisProbe probe = cluster.probe(heir)) {
                Await.until(SystemCluster.SOON, () -> "a write to a slot that was lost", () -> isWritten(probe));
                cluster.server(lost).start();
                Await.asserted(SystemCluster.SOON, () -> {
                    JsonNode node = cluster.rest().get("/v1/nodes/" + lost);
                    assertThat(node.path("process").asText()).isEqualTo("up");
                    assertThat(answerOf(cluster, lost)).startsWith("MOVED");
                });
                assertThat(probe.command("GET", KEY)).isEqualTo("new");
                assertThat(cluster.shard("s1").path("slotCount").asInt()).isEqualTo(16_384);
            }
        }
    }

    private static String answerOf(SystemCluster cluster, String agent) {
        try (RedisProbe probe = cluster.probe(agent)) {
            return String.valueOf(probe.command("GET", KEY));
        } catch (JedisDataException e) {
            return e.getMessage();
        }
    }

    /** Until the node has taken the slot it names the one that is gone. */
    private static boolean isWritten(RedisProbe probe) {
        try {
            return probe.command("SET", KEY, "new").equals("OK");
        } catch (JedisDataException moved) {
            return false;
        }
    }
}
