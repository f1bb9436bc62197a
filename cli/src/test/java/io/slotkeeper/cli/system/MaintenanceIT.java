package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.WriteLoad;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody works on the cluster: pauses, and planned restarts of single nodes. */
@ExtendWith(SharedCluster.class)
class MaintenanceIT {
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration BOUND = Duration.ofSeconds(2);

    @Test
    void primaryThatDiesDuringAPauseIsReplacedWhenThatIsOver(SystemCluster cluster) {
        long entries = cluster.historyEnd();
        String victim = cluster.primary("s1");
        String heir = cluster.replicas("s1").get(0);
        assertThat(cluster.cli("pause", "--shard", "s1", "--for", "5m", "--reason", "new kernel")
                        .out())
                .contains("shard s1 are paused");
        cluster.server(victim).kill9();
        cluster.awaitHistory(entries, "s1", "DECISION_NOTED", "MAINTENANCE_PAUSE");
        Await.throughout(QUIET, () -> assertThat(cluster.primary("s1")).isEqualTo(victim));
        assertThat(cluster.rest().get("/v1/status").path("pauses"))
                .singleElement()
                .satisfies(pause -> assertThat(pause.path("reason").asText()).isEqualTo("new kernel"));

        assertThat(cluster.cli("resume", "--shard", "s1").code()).isZero();
        Await.until(BOUND, () -> "the failover after the pause", () -> cluster.primary("s1")
                .equals(heir));
        assertThat(cluster.rest().get("/v1/status").path("pauses")).isEmpty();
    }

    @Test
    void drainedPrimaryIsRestartedWithoutLossAndThenUsedAgain(SystemCluster cluster) {
        String drained = cluster.primary("s2");
        long entries = cluster.historyEnd();
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(200, SystemCluster.SOON);
            assertThat(cluster.cli("drain", drained).out()).contains("is safe to stop");
            assertThat(node(cluster, drained).path("drained").asBoolean()).isTrue();
            cluster.server(drained).kill9();
            load.awaitMore(200, SystemCluster.SOON);
            cluster.server(drained).start();
            cluster.awaitHistory(entries, "s2", "DRAIN_ENDED", "DRAIN_RESTARTED");
            History writes = load.stop();
            assertThat(writes.errors()).isEmpty();
            assertThat(new HistoryChecker(cluster.addresses()).check(writes).clean())
                    .isTrue();
        }
        assertThat(node(cluster, drained).path("drained").asBoolean()).isFalse();
        Rest.Answer back = cluster.rest().promoteNow("switchover", "s2", "{\"to\":\"" + drained + "\"}");
        assertThat(back.status()).as(back.toString()).isEqualTo(200);
    }

    private static JsonNode node(SystemCluster cluster, String agent) {
        return cluster.rest().get("/v1/nodes/" + agent);
    }
}
