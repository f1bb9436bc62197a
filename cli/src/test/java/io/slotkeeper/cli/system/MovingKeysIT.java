package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.CheckingClient;
import io.slotkeeper.testkit.HashTags;
import io.slotkeeper.testkit.Login;
import io.slotkeeper.testkit.Percentiles;
import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.SlotData;
import io.slotkeeper.testkit.StrayKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys that a move meets trouble with: copies, no memory, keys that end on the way, keys that are too big. */
@ExtendWith(SharedCluster.class)
class MovingKeysIT {
    private static final Duration WITHIN = Duration.ofSeconds(40);
    private static final int SLOT = 700;
    /** Of the hash that is moved; 300 for the long form. */
    private static final int HASH_MEGABYTES = Integer.getInteger("slotkeeper.migration.hash-mb", 20);

    private static String key(String name) {
        return name + "{" + HashTags.forSlot(SLOT) + "}";
    }

    private static String owner(SystemCluster cluster) {
        return cluster.shards().stream()
                .filter(shard -> cluster.owns(shard, SLOT))
                .findFirst()
                .orElseThrow();
    }

    private static String other(SystemCluster cluster) {
        return owner(cluster).equals("s1") ? "s2" : "s1";
    }

    private static RedisProbe primary(SystemCluster cluster, String shard) {
        return cluster.probe(cluster.primary(shard));
    }

    private static long move(SystemCluster cluster, String slots, String to, String more) {
        Rest.Answer answer = cluster.rest()
                .post(
                        "/v1/operations",
                        "{\"kind\":\"move\",\"slots\":\"" + slots + "\",\"shard\":\"" + to + "\"" + more + "}");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body().path("id").asLong();
    }

    private static JsonNode await(SystemCluster cluster, long id, String state) {
        Await.until(WITHIN, () -> cluster.rest().get("/v1/operations/" + id).toString(), () -> cluster.rest()
                .get("/v1/operations/" + id)
                .path("state")
                .asText()
                .equals(state));
        return cluster.rest().get("/v1/operations/" + id);
    }

    private static void resume(SystemCluster cluster, long id) {
        CommandResult resumed = cluster.cli("operations", Long.toString(id), "--resume");
        assertThat(resumed.code()).as(resumed.toString()).isZero();
    }

    @Test
    void aCopyOfUnknownOriginIsLeftToPeople(SystemCluster cluster) {
        String to = other(cluster);
        try (RedisProbe source = primary(cluster, owner(cluster));
                RedisProbe target = primary(cluster, to)) {
            source.command("SET", key("busy"), "of the source");
            String slot = Integer.toString(SLOT);
            target.command("CLUSTER", "SETSLOT", slot, "IMPORTING", source.nodeId());
            target.command("ASKING");
            target.command("SET", key("busy"), "of unknown origin");
            long id = move(cluster, slot, to, "");
            JsonNode paused = await(cluster, id, "paused");
            assertThat(paused.path("code").asText()).as(paused.toString()).isEqualTo("BUSY_KEY");
            assertThat(source.get(key("busy"))).contains("of the source");
            target.command("ASKING");
            target.command("DEL", key("busy"));
            resume(cluster, id);
            await(cluster, id, "done");
            assertThat(target.get(key("busy"))).contains("of the source");
            target.command("DEL", key("busy"));
        }
    }

    @Test
    void aTargetWithoutMemoryIsWaitedFor(SystemCluster cluster) {
        String to = other(cluster);
        List<Integer> slots = IntStream.range(SLOT, SLOT + 20).boxed().toList();
        try (SlotData data = new SlotData(cluster.addresses()).fill("oom", slots, 5, 3);
                RedisProbe target = primary(cluster, to)) {
            target.command("CONFIG", "SET", "maxmemory", "1");
            long id = move(cluster, SLOT + "-" + (SLOT + 19), to, "");
            try {
                JsonNode paused = await(cluster, id, "paused");
                assertThat(paused.path("code").asText()).as(paused.toString()).isEqualTo("TARGET_OUT_OF_MEMORY");
                assertThat(paused.path("reason").asText()).contains("maxmemory");
            } finally {
                target.command("CONFIG", "SET", "maxmemory", "0");
            }
            resume(cluster, id);
            await(cluster, id, "done");
            assertThat(data.differences()).isEmpty();
        }
        assertThat(StrayKeys.count(cluster.addresses())).isZero();
    }

    @Test
    void keysThatEndOnTheWayStayGone(SystemCluster cluster) {
        String to = other(cluster);
        List<String> keys = new ArrayList<>();
        Set<?> others;
        try (RedisProbe source = primary(cluster, owner(cluster))) {
            others = keysOfSlot(source);
            for (int i = 0; i < 300; i++) {
                keys.add(key("short" + i));
                source.command("SET", keys.get(i), "v", "PX", Integer.toString(100 + 5 * i));
            }
            await(cluster, move(cluster, Integer.toString(SLOT), to, ",\"keysPerSecond\":200"), "done");
        }
        try (RedisProbe target = primary(cluster, to)) {
            Await.until(SystemCluster.SOON, () -> "keys are still there", () -> keys.stream()
                    .allMatch(key -> target.get(key).isEmpty()));
            assertThat(keysOfSlot(target)).isEqualTo(others);
        }
    }

    private static Set<?> keysOfSlot(RedisProbe node) {
        return Set.copyOf((List<?>) node.command("CLUSTER", "GETKEYSINSLOT", Integer.toString(SLOT), "1000"));
    }

    @Test
    void aBigKeyIsReportedAndMovesByPolicy(SystemCluster cluster) {
        String to = other(cluster);
        String from = owner(cluster);
        String slot = Integer.toString(SLOT);
        String big = ",\"bigKeyBytes\":1048576,\"bigKeys\":";
        fillHash(cluster, from);
        JsonNode aborted = await(cluster, move(cluster, slot, to, big + "\"abort\""), "aborted");
        assertThat(aborted.path("reason").asText()).contains("slots " + slot, "bytes");
        JsonNode skipped = await(cluster, move(cluster, slot, to, big + "\"skip\""), "done");
        assertThat(skipped.path("progress").path("slotsSkipped").asInt()).isEqualTo(1);
        assertThat(owner(cluster)).isEqualTo(from);
        List<Integer> watched = List.of(SLOT, SLOT + 1);
        try (CheckingClient client = new CheckingClient(cluster.addresses(), Login.NONE, Duration.ofMillis(1))
                        .start(2, watched, 50, 1);
                RedisProbe target = primary(cluster, to)) {
            Await.until(SystemCluster.SOON, client::toString, () -> client.answers() > 200);
            long begun = System.nanoTime();
            await(cluster, move(cluster, slot, to, big + "\"last\""), "done");
            long[] took = client.latencies(begun, System.nanoTime());
            client.stop();
            System.out.println(
                    "FIGURE clients while a hash of " + HASH_MEGABYTES + " MB moves: " + Percentiles.ofNanos(took));
            assertThat(client.wrong()).as(client.toString()).isEmpty();
            assertThat(target.command("HLEN", key("hash"))).isEqualTo(1024L * HASH_MEGABYTES);
            target.command("DEL", key("hash"));
        }
        assertThat(cluster.primary(from)).as("nobody was taken for hung").isNotEmpty();
        ClusterChecks.assertServes(cluster, 3, 1);
    }

    /** Fields of 1 KiB. */
    private static void fillHash(SystemCluster cluster, String shard) {
        try (RedisProbe source = primary(cluster, shard)) {
            String value = "x".repeat(1000);
            for (int megabyte = 0; megabyte < HASH_MEGABYTES; megabyte++) {
                List<String> words = new ArrayList<>(List.of("HSET", key("hash")));
                for (int i = 0; i < 1024; i++) {
                    words.add(megabyte + "-" + i);
                    words.add(value);
                }
                source.command(words.toArray(String[]::new));
            }
        }
    }

    @Test
    void redis62NodesWithAPasswordGiveAndTakeKeys() {
        SystemOptions options = SystemOptions.of("move62", 2, 0)
                .withBinary(RedisBinary.embedded())
                .withPassword("correct-horse");
        try (SystemCluster cluster = SystemCluster.start(options)) {
            String to = other(cluster);
            try (RedisProbe source = primary(cluster, owner(cluster));
                    RedisProbe target = primary(cluster, to)) {
                for (int i = 0; i < 100; i++) {
                    source.command("RPUSH", key("list" + i), "a", "b");
                }
                await(cluster, move(cluster, SLOT + "-" + (SLOT + 5), to, ""), "done");
                for (int i = 0; i < 100; i++) {
                    assertThat(target.command("LLEN", key("list" + i))).isEqualTo(2L);
                }
            }
        }
    }
}
