package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.testkit.RedisProbe;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;

/** {@code --write-safety strict} on real processes. */
class StrictWritesIT {
    /** From the last word of the replica, by the rules of the server: {@code max-lag} and two turns of its own clock. */
    private static final Duration STOPS_WITHIN = Duration.ofMillis(3500);

    private static final Duration RESUMES_WITHIN = Duration.ofSeconds(1);
    private static SystemCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = SystemCluster.start(SystemOptions.of("strict", 1, 1).withCoordinatorFlags("--write-safety=strict"));
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void awaitTightened() {
        cluster.heal();
        Await.until(SystemCluster.SOON, () -> "the server's own fence", () -> required(cluster.primary("s1")) == 1);
    }

    private static int required(String agent) {
        try (RedisProbe probe = cluster.probe(agent)) {
            return Integer.parseInt(probe.config("min-replicas-to-write"));
        }
    }

    @Test
    void lossOfTheOnlyReplicaDelaysWritesForAMoment() {
        String primary = cluster.primary("s1");
        long entries = cluster.historyEnd();
        try (RedisProbe probe = cluster.probe(primary)) {
            probe.command("SET", "before", "1");
            long killed = cluster.server(cluster.replicas("s1").get(0)).kill9();
            long lastRefusal = killed;
            while (probe.config("min-replicas-to-write").equals("1")) {
                lastRefusal = isRefused(probe) ? System.nanoTime() : lastRefusal;
                assertThat(System.nanoTime() - killed)
                        .as("nanoseconds until writes need no replica")
                        .isLessThan(RESUMES_WITHIN.toNanos());
            }
            assertThat(isRefused(probe)).isFalse();
            System.out.printf(
                    "Strict: the last write was refused %.1f ms after the only replica was killed%n",
                    (lastRefusal - killed) / 1e6);
            cluster.awaitHistory(entries, "s1", "REPLICAS_REQUIRED", "WRITES_NEED_NO_REPLICA");
        }
        cluster.heal();
        assertThat(cluster.primary("s1")).isEqualTo(primary);
        cluster.awaitHistory(entries, "s1", "REPLICAS_REQUIRED", "WRITES_NEED_A_REPLICA");
    }

    @Test
    void primaryWithoutAgentCoordinatorAndReplicaStopsByItself() {
        String primary = cluster.primary("s1");
        String replica = cluster.replicas("s1").get(0);
        try (RedisProbe probe = cluster.probe(primary)) {
            cluster.coordinator().kill9();
            cluster.agent(primary).kill9();
            cluster.server(replica).sigstop();
            long cut = System.nanoTime();
            probe.command("SET", "inside", "1");
            Await.until(STOPS_WITHIN, () -> "a refusal by the server itself", () -> isRefused(probe));
            System.out.printf("Strict: the primary stopped by itself after %.0f ms%n", (System.nanoTime() - cut) / 1e6);
            assertThatThrownBy(() -> probe.command("SET", "inside", "2")).hasMessageContaining("NOREPLICAS");
            assertThat(probe.command("GET", "inside")).isNotNull();
        } finally {
            cluster.server(replica).sigcont();
        }
        cluster.heal();
        try (RedisProbe probe = cluster.probe(cluster.primary("s1"))) {
            Await.until(SystemCluster.SOON, () -> "an accepted write", () -> !isRefused(probe));
        }
    }

    @Test
    void newPrimaryAcceptsWritesAtOnce() {
        String former = cluster.primary("s1");
        String heir = cluster.replicas("s1").get(0);
        long killed = cluster.server(former).kill9();
        try (RedisProbe probe = cluster.probe(heir)) {
            Await.until(RESUMES_WITHIN, () -> "a write at the new primary", () -> !isRefused(probe));
            System.out.printf("Strict: failed over in %.0f ms%n", (System.nanoTime() - killed) / 1e6);
        }
        cluster.heal();
        Await.until(SystemCluster.SOON, () -> "the need of a replica", () -> required(heir) == 1);
        assertThat(required(former)).isZero();
    }

    private static boolean isRefused(RedisProbe probe) {
        try {
            probe.command("SET", "inside", "1");
            return false;
        } catch (JedisDataException refused) {
            return true;
        }
    }
}
