package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.CheckingClient;
import io.slotkeeper.testkit.Login;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.SlotData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.HostAndPort;

/** Slots that somebody moves or opens by hand go where the slot map has them, with their keys. */
@ExtendWith(SharedCluster.class)
class ForeignChangeIT {
    private static final Duration WITHIN = Duration.ofSeconds(40);
    private static final int MOVED = 20;

    @Test
    void slotsThatWereMovedByHandComeBackWithTheirKeys(SystemCluster cluster) {
        int first = cluster.shard("s1").path("slots").path(0).path(0).asInt();
        List<Integer> slots = IntStream.range(first, first + MOVED).boxed().toList();
        long before = lastOperation(cluster);
        long entries = cluster.historyEnd();
        try (SlotData data = new SlotData(cluster.addresses()).fill("f", slots, 5, 1);
                CheckingClient client = new CheckingClient(cluster.addresses(), Login.NONE).start(1, slots, 100, 7)) {
            moveByHand(cluster, slots);
            awaitReverts(cluster, before, 1);
            client.stop();
            assertThat(client.wrong()).as(client.toString()).isEmpty();
            assertThat(client.unexpected()).as(client.toString()).isEmpty();
            assertThat(data.differences()).isEmpty();
        }
        assertThat(cluster.owns("s1", first)).isTrue();
        assertThat(cluster.awaitHistory(entries, "", "CUSTODY_CHANGED", "FOREIGN_CHANGE")
                        .path("text")
                        .asText())
                .contains("to shard s2", "they are moved back");
        ClusterChecks.assertServes(cluster, 3, 1);
    }

    @Test
    void aSlotWhoseMoveWasBegunByHandIsClosedWithAllItsKeys(SystemCluster cluster) {
        int slot = cluster.shard("s1").path("slots").path(0).path(0).asInt();
        long before = lastOperation(cluster);
        try (SlotData data = new SlotData(cluster.addresses()).fill("h", List.of(slot), 20, 2);
                RedisProbe source = cluster.probe(cluster.primary("s1"));
                RedisProbe target = cluster.probe(cluster.primary("s2"))) {
            String number = Integer.toString(slot);
            List<String> all = keys(source, number, 1000);
            target.command("CLUSTER", "SETSLOT", number, "IMPORTING", source.nodeId());
            source.command("CLUSTER", "SETSLOT", number, "MIGRATING", target.nodeId());
            migrate(source, cluster.server(cluster.primary("s2")).address(), keys(source, number, 7));
            awaitReverts(cluster, before, 2);
            assertThat(keys(target, number, 1000)).isEmpty();
            assertThat(keys(source, number, 1000)).containsExactlyInAnyOrderElementsOf(all);
            assertThat(data.differences()).isEmpty();
        }
        assertThat(cluster.owns("s1", slot)).isTrue();
        ClusterChecks.assertServes(cluster, 3, 1);
    }

    /** What a resharding tool does, one slot after the other. */
    private static void moveByHand(SystemCluster cluster, List<Integer> slots) {
        HostAndPort to = cluster.server(cluster.primary("s2")).address();
        try (RedisProbe source = cluster.probe(cluster.primary("s1"));
                RedisProbe target = cluster.probe(cluster.primary("s2"))) {
            for (int slot : slots) {
                String number = Integer.toString(slot);
                target.command("CLUSTER", "SETSLOT", number, "IMPORTING", source.nodeId());
                source.command("CLUSTER", "SETSLOT", number, "MIGRATING", target.nodeId());
                for (List<String> keys = keys(source, number, 10); !keys.isEmpty(); keys = keys(source, number, 10)) {
                    migrate(source, to, keys);
                }
                target.command("CLUSTER", "SETSLOT", number, "NODE", target.nodeId());
                source.command("CLUSTER", "SETSLOT", number, "NODE", target.nodeId());
            }
        }
    }

    private static void migrate(RedisProbe source, HostAndPort to, List<String> keys) {
        List<String> words = new ArrayList<>(
                List.of("MIGRATE", to.getHost(), Integer.toString(to.getPort()), "", "0", "5000", "KEYS"));
        words.addAll(keys);
        assertThat(source.command(words.toArray(String[]::new))).isEqualTo("OK");
    }

    private static List<String> keys(RedisProbe probe, String slot, int most) {
        List<String> keys = new ArrayList<>();
        ((List<?>) probe.command("CLUSTER", "GETKEYSINSLOT", slot, Integer.toString(most)))
                .forEach(key -> keys.add((String) key));
        return keys;
    }

    private static long lastOperation(SystemCluster cluster) {
        long last = 0;
        for (JsonNode operation : operations(cluster)) {
            last = Math.max(last, operation.path("id").asLong());
        }
        return last;
    }

    private static void awaitReverts(SystemCluster cluster, long after, int count) {
        Await.until(WITHIN, () -> operations(cluster).toString(), () -> {
            List<JsonNode> done = new ArrayList<>();
            operations(cluster).forEach(operation -> Optional.of(operation)
                    .filter(o -> o.path("id").asLong() > after)
                    .filter(o -> o.path("kind").asText().equals("revert"))
                    .filter(o -> o.path("state").asText().equals("done"))
                    .ifPresent(done::add));
            return done.size() >= count;
        });
    }

    private static JsonNode operations(SystemCluster cluster) {
        return cluster.rest().get("/v1/operations").path("operations");
    }
}
