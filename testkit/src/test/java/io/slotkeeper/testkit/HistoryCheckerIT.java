package io.slotkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Loses acknowledged writes for real and expects exactly those to be reported. */
class HistoryCheckerIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Test
    void aWipedPrimaryLosesExactlyItsKeys() {
        try (LocalRedisGroup group = LocalRedisGroup.start(RedisBinary.find(), 2, UnaryOperator.identity())) {
            form(group);
            History history = write(group);
            HistoryChecker checker = new HistoryChecker(group.addresses());
            assertThat(checker.check(history).clean()).isTrue();

            RedisServer wiped = group.server(0);
            wiped.restartEmpty().awaitAnswering(TIMEOUT);
            // For its first two seconds a restarted primary answers CLUSTERDOWN even to reads.
            assertThat(checker.check(history).unreadable()).isNotEmpty();
            await().atMost(TIMEOUT)
                    .until(() -> checker.check(history).unreadable().isEmpty());
            HistoryChecker.Report report = checker.check(history);
            assertThat(keys(report.lost()))
                    .isNotEmpty()
                    .isEqualTo(keys(history.acks().stream()
                            .filter(ack -> ack.node().equals(wiped.address()))
                            .toList()));
            assertThat(report.unreadable()).isEmpty();
        }
    }

    @Test
    void changedDeletedAndUnreachableKeysAreToldApart() {
        try (LocalRedisGroup group = LocalRedisGroup.start(2)) {
            form(group);
            History history = write(group);
            List<Ack> own = history.acks().stream()
                    .filter(ack -> ack.node().equals(group.server(0).address()))
                    .toList();
            try (RedisProbe probe = new RedisProbe(group.server(0).address())) {
                probe.command("SET", own.get(0).key(), "other");
                probe.command("DEL", own.get(1).key());
            }
            group.server(1).kill9();
            await().until(() -> !group.server(1).isAlive());
            HistoryChecker.Report report = new HistoryChecker(group.addresses()).check(history);
            assertThat(report.lost()).containsExactlyInAnyOrder(own.get(0), own.get(1));
            assertThat(report.unreadable()).hasSize(history.acks().size() - own.size());
        }
    }

    private static History write(LocalRedisGroup group) {
        try (WriteLoad load = WriteLoad.start(WriteLoadOptions.to(group.addresses()))) {
            load.awaitMore(500, TIMEOUT);
            return load.stop();
        }
    }

    private static Set<String> keys(List<Ack> acks) {
        return acks.stream().map(Ack::key).collect(Collectors.toSet());
    }

    /** Two primaries, half of the load's slots each. */
    private static void form(LocalRedisGroup group) {
        try (RedisProbe first = new RedisProbe(group.server(0).address());
                RedisProbe second = new RedisProbe(group.server(1).address())) {
            first.command("CLUSTER", "SET-CONFIG-EPOCH", "1");
            second.command("CLUSTER", "SET-CONFIG-EPOCH", "2");
            first.command(
                    "CLUSTER",
                    "MEET",
                    "127.0.0.1",
                    Integer.toString(group.server(1).port()));
            first.command(addSlots(0, 32));
            second.command(addSlots(32, 64));
            for (RedisProbe probe : List.of(first, second)) {
                await().atMost(TIMEOUT)
                        .until(() -> probe.clusterInfo("cluster_slots_assigned").equals("64")
                                && probe.clusterInfo("cluster_state").equals("ok"));
            }
        }
    }

    private static String[] addSlots(int from, int to) {
        return Stream.concat(
                        Stream.of("CLUSTER", "ADDSLOTS"),
                        IntStream.range(from, to).mapToObj(i -> Integer.toString(i * 256)))
                .toArray(String[]::new);
    }
}
