package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.WriteLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** One shard with two replicas whose nodes ask for a password; their agents talk to them over unix sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(PrintLogs.class)
class SecuredIT implements PrintLogs.Source {
    private static final String SECRET = "correct-horse-battery";

    private SystemCluster cluster;

    @BeforeAll
    void start() {
        cluster = SystemCluster.start(
                SystemOptions.of("secured", 1, 2).withPassword(SECRET).withUnixSockets());
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Override
    public SystemCluster cluster() {
        return cluster;
    }

    @BeforeEach
    void heal() {
        cluster.heal();
    }

    @Test
    void serves() {
        ClusterChecks.assertServes(cluster, 1, 2);
    }

    @Test
    void failsOverAndTakesTheOldPrimaryBack() {
        String former = cluster.primary("s1");
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(100, SystemCluster.SOON);
            long killed = cluster.server(former).kill9();
            load.awaitAckSentAfter(killed, slot -> true, SystemCluster.SOON);
            cluster.heal();
            HistoryChecker.Report report = check(load.stop());
            System.out.println("Secured: " + report);
            assertThat(report.unreadable()).isEmpty();
        }
        assertThat(cluster.replicas("s1")).contains(former);
    }

    @Test
    void switchesOverToEachReplicaByName() {
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(100, SystemCluster.SOON);
            for (String heir : List.copyOf(cluster.replicas("s1"))) {
                cluster.awaitHealthy();
                Rest.Answer answer = cluster.rest().promoteNow("switchover", "s1", "{\"to\":\"" + heir + "\"}");
                assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
                assertThat(cluster.primary("s1")).isEqualTo(heir);
            }
            cluster.awaitHealthy();
            HistoryChecker.Report report = check(load.stop());
            assertThat(report.clean()).as(report.toString()).isTrue();
        }
    }

    @Test
    void thePasswordIsInNoLog() throws IOException {
        try (Stream<Path> logs = Files.list(cluster.logs())) {
            for (Path log : logs.toList()) {
                assertThat(Files.readString(log)).doesNotContain(SECRET);
            }
        }
        assertThat(cluster.rest().get("/v1/status").toString()).doesNotContain(SECRET);
    }

    private HistoryChecker.Report check(History history) {
        return new HistoryChecker(cluster.addresses(), cluster.password()).check(history);
    }
}
