package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.WriteLoad;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Agents die or hang while their nodes are well: nothing may happen to the nodes. */
@ExtendWith(SharedCluster.class)
class AgentLossIT {
    private static final Duration QUIET = Duration.ofSeconds(10);

    @Test
    void lostAgentsCauseNoFailoverAndComeBack(SystemCluster cluster) {
        String killedOfPrimary = cluster.primary("s1");
        String killedOfReplica = cluster.replicas("s2").get(0);
        String frozen = cluster.primary("s3");
        JsonNode map = cluster.rest().get("/v1/slots");
        long entries = cluster.historyEnd();
        try (WriteLoad load = cluster.load(2)) {
            load.awaitMore(100, SystemCluster.SOON);
            cluster.agent(killedOfPrimary).kill9();
            cluster.agent(killedOfReplica).kill9();
            cluster.agent(frozen).freeze();

            for (String shard : List.of("s1", "s2", "s3")) {
                cluster.awaitHistory(entries, shard, "DECISION_NOTED", "AGENT_LOST");
                awaitFinding(cluster, shard);
            }
            Await.throughout(QUIET, () -> {
                assertThat(cluster.rest().get("/v1/slots")).isEqualTo(map);
                load.awaitMore(1, SystemCluster.SOON);
            });

            cluster.agent(frozen).thaw();
            cluster.heal();
            History history = load.stop();
            System.out.println("Writes while agents were lost: " + history.blockedMillis() + " " + history.errors());
            assertThat(history.errors()).isEmpty();
            assertThat(new HistoryChecker(cluster.addresses()).check(history).clean())
                    .isTrue();
        }
        assertThat(cluster.rest().get("/v1/slots")).isEqualTo(map);
        cluster.awaitHistory(entries, "s1", "DECISION_NOTED", "RECOVERED");
    }

    private static void awaitFinding(SystemCluster cluster, String shard) {
        Await.asserted(SystemCluster.SOON, () -> assertThat(
                        cluster.shard(shard).path("findings").findValuesAsText("code"))
                .contains("AGENT_LOST"));
    }
}
