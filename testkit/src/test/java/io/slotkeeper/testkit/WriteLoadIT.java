package io.slotkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WriteLoadIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final int SLOT = 100;

    private static NativeCluster cluster;

    @BeforeAll
    static void start() {
        cluster = NativeCluster.start(RedisBinary.find(), 3, 1, Duration.ofSeconds(1));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void everyAcknowledgedWriteIsFoundAgain() {
        try (WriteLoad load = WriteLoad.start(WriteLoadOptions.to(cluster.addresses()))) {
            load.awaitMore(2000, TIMEOUT);
            History history = load.stop();
            HistoryChecker.Report report = new HistoryChecker(cluster.addresses()).check(history);
            assertThat(report.acknowledged()).isGreaterThanOrEqualTo(2000);
            assertThat(report.clean()).as(report.toString()).isTrue();
            assertThat(history.acks().stream().map(Ack::node).distinct()).hasSize(3);
            assertThat(history.acks().stream().map(Ack::key)).doesNotHaveDuplicates();
        }
    }

    @Test
    void aNativeFailoverIsMeasuredAsTheTimeToTheFirstWriteSentAfterTheKill() {
        WriteLoadOptions options = WriteLoadOptions.to(cluster.addresses()).withSlots(List.of(SLOT, 16_000));
        try (WriteLoad load = WriteLoad.start(options)) {
            load.awaitMore(200, TIMEOUT);
            RedisServer killed = cluster.primaryOf(SLOT);
            long killedAt = killed.kill9();
            Ack first = load.awaitAckOfAnother(killed.address(), killedAt, slot -> slot == SLOT, TIMEOUT);
            // Native failover waits for the node timeout of 1 s first.
            assertThat(first.times().acked() - killedAt)
                    .isGreaterThan(Duration.ofMillis(500).toNanos());
            History history = load.stop();
            assertThat(history.errors()).isNotEmpty();
            assertThat(history.blockedMillis().maxMillis()).isGreaterThan(500);
            killed.restart().awaitAnswering(TIMEOUT);
            cluster.awaitHealthy(TIMEOUT);
        }
    }

    @Test
    void keysOfANamespaceExpireAndCanBeRemoved() {
        WriteLoadOptions options = WriteLoadOptions.to(cluster.addresses())
                .withKeys(new KeySpace("mine:", Optional.of(Duration.ofMinutes(1))));
        HistoryChecker checker = new HistoryChecker(cluster.addresses());
        try (WriteLoad load = WriteLoad.start(options);
                RedisProbe probe = new RedisProbe(cluster.primaryOf(0).address())) {
            load.awaitMore(100, TIMEOUT);
            History history = load.stop();
            Ack first = history.acks().stream()
                    .filter(ack -> ack.slot() == 0)
                    .findFirst()
                    .orElseThrow();
            assertThat(first.key()).startsWith("mine:{");
            assertThat((Long) probe.command("TTL", first.key())).isBetween(1L, 60L);
            checker.remove(history);
            assertThat(probe.get(first.key())).isEmpty();
        }
    }

    @Test
    void askRedirectionsAreFollowed() {
        int slot = 200;
        RedisServer from = cluster.primaryOf(slot);
        RedisServer to = cluster.primaryOf(16_000);
        try (RedisProbe source = new RedisProbe(from.address());
                RedisProbe target = new RedisProbe(to.address())) {
            target.command("CLUSTER", "SETSLOT", Integer.toString(slot), "IMPORTING", source.nodeId());
            source.command("CLUSTER", "SETSLOT", Integer.toString(slot), "MIGRATING", target.nodeId());
            try (WriteLoad load =
                    WriteLoad.start(WriteLoadOptions.to(cluster.addresses()).withSlot(slot))) {
                load.awaitMore(50, TIMEOUT);
                assertThat(load.stop().acks()).allMatch(ack -> ack.node().getPort() == to.port());
            }
            target.command("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", target.nodeId());
            source.command("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", target.nodeId());
        }
        await().atMost(TIMEOUT).until(() -> cluster.primaryOf(slot).port() == to.port());
    }
}
