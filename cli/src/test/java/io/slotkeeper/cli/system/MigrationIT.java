package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.CheckingClient;
import io.slotkeeper.testkit.Login;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.SlotData;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Slots move with their keys while a client reads and writes them. */
@ExtendWith(SharedCluster.class)
class MigrationIT {
    private static final int SLOTS = 300;
    private static final int KEYS_PER_SLOT = 10;
    private static final int FIRST = 100;

    /** Two shards. */
    private record Pair(String from, String to) {}

    private static List<Integer> slots() {
        return IntStream.range(FIRST, FIRST + SLOTS).boxed().toList();
    }

    private static String range() {
        return FIRST + "-" + (FIRST + SLOTS - 1);
    }

    /** Where the slots are now, and the next shard. */
    private static Pair pair(SystemCluster cluster) {
        for (String shard : cluster.shards()) {
            if (cluster.owns(shard, FIRST)) {
                return new Pair(shard, shard.equals("s1") ? "s2" : "s1");
            }
        }
        throw new AssertionError("nobody owns slot " + FIRST);
    }

    @Test
    void everyKeyMovesWithTypeValueAndExpiry(SystemCluster cluster) {
        Pair pair = pair(cluster);
        try (SlotData data = new SlotData(cluster.addresses()).fill("m", slots(), KEYS_PER_SLOT, 1);
                FrameRecorder frames = cluster.stream();
                CheckingClient client =
                        new CheckingClient(cluster.addresses(), Login.NONE).start(2, slots(), 300, 11)) {
            Await.until(SystemCluster.SOON, client::toString, () -> client.answers() > 200);
            CommandResult there = cluster.cli("move", "--slots", range(), "--to", pair.to());
            assertThat(there.code()).as(there.toString()).isZero();
            assertThat(cluster.owns(pair.to(), FIRST)).isTrue();
            assertThat(data.differences()).isEmpty();
            assertClosed(cluster);
            CommandResult back = cluster.cli("move", "--slots", range(), "--to", pair.from(), "-o", "json");
            assertThat(back.code()).as(back.toString()).isZero();
            assertThat(back.json().path("state").asText()).isEqualTo("done");
            client.stop();
            assertThat(client.wrong()).as(client.toString()).isEmpty();
            assertThat(client.unexpected()).as(client.toString()).isEmpty();
            assertThat(client.failures()).as(client.toString()).isZero();
            assertThat(data.differences()).isEmpty();
            frames.assertGapFree();
        }
        assertClosed(cluster);
        ClusterChecks.assertServes(cluster, 3, 1);
    }

    /** No node holds a mark of an open slot, and the map shows none. */
    private static void assertClosed(SystemCluster cluster) {
        assertThat(cluster.rest().get("/v1/slots").path("migrations").size()).isZero();
        for (String shard : cluster.shards()) {
            for (String agent :
                    List.of(cluster.primary(shard), cluster.replicas(shard).get(0))) {
                try (RedisProbe probe = cluster.probe(agent)) {
                    assertThat((String) probe.command("CLUSTER", "NODES")).doesNotContain("->-", "-<-");
                }
            }
        }
    }
}
