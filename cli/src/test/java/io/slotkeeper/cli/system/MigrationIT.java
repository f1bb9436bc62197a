package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.CheckingClient;
import io.slotkeeper.testkit.Login;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.SlotData;
import io.slotkeeper.testkit.StrayKeys;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Slots move with their keys while a client reads and writes them, whatever dies meanwhile. */
@ExtendWith(SharedCluster.class)
class MigrationIT {
    private static final Duration WITHIN = Duration.ofSeconds(40);
    private static final int SLOTS = 300;
    private static final int KEYS_PER_SLOT = 5;
    private static final int FIRST = 100;
    private static final int KEYS_PER_SECOND = 1500;
    private static final int LASTS_MILLIS = SLOTS * KEYS_PER_SLOT * 1000 / KEYS_PER_SECOND;

    /** What is killed in the middle. */
    enum Victim {
        SOURCE,
        TARGET,
        SOURCE_AGENT,
        TARGET_AGENT,
        LEADER;

        void kill(SystemCluster cluster, Pair pair) {
            switch (this) {
                case SOURCE -> cluster.server(cluster.primary(pair.from())).kill9();
                case TARGET -> cluster.server(cluster.primary(pair.to())).kill9();
                case SOURCE_AGENT -> cluster.agent(cluster.primary(pair.from())).kill9();
                case TARGET_AGENT -> cluster.agent(cluster.primary(pair.to())).kill9();
                case LEADER -> cluster.coordinator().kill9();
            }
        }
    }

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

    /** Every victim once, or {@code -Dslotkeeper.migration.rounds} times, each at a moment of its own. */
    static Stream<Victim> deaths() {
        return IntStream.range(0, Integer.getInteger("slotkeeper.migration.rounds", 1))
                .boxed()
                .flatMap(round -> Arrays.stream(Victim.values()));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void goesOnAfterADeathInTheMiddle(Victim victim, SystemCluster cluster) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Pair pair = pair(cluster);
        try (SlotData data = new SlotData(cluster.addresses()).fill("k", slots(), KEYS_PER_SLOT, seed);
                CheckingClient client =
                        new CheckingClient(cluster.addresses(), Login.NONE).start(2, slots(), 300, seed)) {
            Await.until(SystemCluster.SOON, client::toString, () -> client.answers() > 200);
            long id = move(cluster, pair.to(), KEYS_PER_SECOND);
            int millis = new Random(seed).nextInt(LASTS_MILLIS * 2 / 3);
            long moment = System.nanoTime() + millis * 1_000_000L;
            Await.until(
                    WITHIN,
                    () -> operation(cluster, id).toString(),
                    () -> System.nanoTime() - moment >= 0 || !isRunning(cluster, id));
            assertThat(isRunning(cluster, id)).as("too fast to be disturbed").isTrue();
            victim.kill(cluster, pair);
            if (victim == Victim.LEADER) {
                cluster.restartCoordinator();
                cluster.awaitCoordinator();
            } else if (victim == Victim.SOURCE_AGENT || victim == Victim.TARGET_AGENT) {
                cluster.heal();
            }
            awaitDone(cluster, id);
            cluster.heal();
            client.stop();
            System.out.println(victim + " after " + millis + " ms: " + client);
            assertThat(client.wrong()).as(client.toString()).isEmpty();
            assertThat(client.unexpected()).as(client.toString()).isEmpty();
            assertThat(data.differences()).isEmpty();
            assertThat(cluster.owns(pair.to(), FIRST)).isTrue();
            assertThat(StrayKeys.count(cluster.addresses())).isZero();
            assertClosed(cluster);
        }
        // A node that has just come back hears of the new owner by gossip.
        Await.asserted(SystemCluster.SOON, () -> ClusterChecks.assertServes(cluster, 3, 1));
    }

    @Test
    void anAbortLeavesNothingOpen(SystemCluster cluster) {
        Pair pair = pair(cluster);
        try (SlotData data = new SlotData(cluster.addresses()).fill("a", slots(), KEYS_PER_SLOT, 5)) {
            long id = move(cluster, pair.to(), 250);
            Await.until(WITHIN, () -> operation(cluster, id).toString(), () -> progress(cluster, id) > 0);
            CommandResult aborted = cluster.cli("operations", Long.toString(id), "--abort");
            assertThat(aborted.code()).as(aborted.toString()).isZero();
            Await.until(
                    Duration.ofSeconds(2),
                    () -> operation(cluster, id).toString(),
                    () -> operation(cluster, id).path("state").asText().equals("aborted"));
            assertClosed(cluster);
            assertThat(cluster.owns(pair.from(), FIRST + SLOTS - 1)).isTrue();
            assertThat(data.differences()).isEmpty();
            awaitDone(cluster, move(cluster, pair.from(), 0));
            assertThat(data.differences()).isEmpty();
        }
        ClusterChecks.assertServes(cluster, 3, 1);
    }

    private static long move(SystemCluster cluster, String to, int keysPerSecond) {
        Rest.Answer answer = cluster.rest()
                .post(
                        "/v1/operations",
                        "{\"kind\":\"move\",\"slots\":\"" + range() + "\",\"shard\":\"" + to + "\",\"keysPerSecond\":"
                                + keysPerSecond + "}");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body().path("id").asLong();
    }

    private static JsonNode operation(SystemCluster cluster, long id) {
        return cluster.rest().get("/v1/operations/" + id);
    }

    private static int progress(SystemCluster cluster, long id) {
        return operation(cluster, id).path("progress").path("slotsDone").asInt();
    }

    private static boolean isRunning(SystemCluster cluster, long id) {
        return operation(cluster, id).path("state").asText().equals("running");
    }

    private static void awaitDone(SystemCluster cluster, long id) {
        Await.until(
                WITHIN,
                () -> operation(cluster, id).toString(),
                () -> operation(cluster, id).path("state").asText().equals("done"));
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
