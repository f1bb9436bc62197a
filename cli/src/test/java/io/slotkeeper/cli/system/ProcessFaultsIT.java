package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.RedisProcessException;
import io.slotkeeper.testkit.RedisServer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that are killed or frozen, several at once. */
@Tag("faults")
@ExtendWith(SharedHosts.class)
class ProcessFaultsIT {
    private static final int CLIENTS = 100;
    private static final Duration SHORT_FREEZE = Duration.ofMillis(400);

    @FaultTest
    void theLeaderIsKilledTogetherWithAPrimary(SystemCluster cluster) {
        try (FaultWatch watch = FaultWatch.start(cluster).atHeir("s1")) {
            JavaProcess leader = cluster.coordinator(cluster.leader());
            RedisServer primary = cluster.server(watch.primary("s1"));
            leader.terminateForcibly();
            long fault = primary.kill9();
            Duration writable = watch.awaitHeirWritable("s1", fault);
            FaultFigures.add("leader and primary killed: writable", writable, Duration.ofMillis(1_500));
            watch.lossAllowed("s1", fault);
            watch.judge();
        }
    }

    /** Half of all nodes and a coordinator lose their power: nobody is left there to fence anything, and nothing is to be. */
    @FaultTest
    void aZoneIsKilled(SystemCluster cluster) {
        try (FaultWatch watch = FaultWatch.start(cluster)) {
            Zone zone = Zone.withAllPrimaries(cluster);
            watch.rememberPrimaries();
            cluster.shards().forEach(watch::atHeir);
            long fault = zone.kill();
            for (String shard : cluster.shards()) {
                Duration writable = watch.awaitHeirWritable(shard, fault);
                watch.lossAllowed(shard, fault);
                FaultFigures.add("zone killed: shard writable", writable, Duration.ofSeconds(3));
            }
            watch.judge();
        }
    }

    /** The agent kills the frozen primary before a replica takes its place, so that SIGCONT finds nothing to wake. */
    @FaultTest
    void aPrimaryIsFrozenWhileWritesOfManyClientsAreQueued(SystemCluster cluster) {
        try (FaultWatch watch = FaultWatch.start(cluster).atHeir("s1")) {
            watch.manyAt("s1", CLIENTS);
            RedisServer primary = cluster.server(watch.primary("s1"));
            long fault = System.nanoTime();
            primary.sigstop();
            Duration writable = watch.awaitHeirWritable("s1", fault);
            FaultFigures.add("primary frozen: writable", writable, Duration.ofMillis(2_500));
            wakeIfAlive(primary);
            watch.lossAllowed("s1", fault);
            watch.judge();
        }
    }

    private static void wakeIfAlive(RedisServer server) {
        try {
            server.sigcont();
        } catch (RedisProcessException e) {
            // Killed as it should be, perhaps just now; anything else that kept the signal away is a failure.
            assertThat(server.isAlive()).as("%s", e.getMessage()).isFalse();
        }
    }

    /** What its clients wrote meanwhile is answered late, and kept. */
    @FaultTest
    void aPrimaryIsFrozenForLessThanHangAfter(SystemCluster cluster) {
        try (FaultWatch watch = FaultWatch.start(cluster)) {
            watch.manyAt("s1", CLIENTS);
            RedisServer primary = cluster.server(watch.primary("s1"));
            primary.sigstop();
            LockSupport.parkNanos(SHORT_FREEZE.toNanos());
            primary.sigcont();
            watch.judge();
            assertThat(watch.elections("s1")).isEmpty();
        }
    }
}
