package io.slotkeeper.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.CommandRun;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.quickstart.QuickstartProcess.Ports;
import io.slotkeeper.testkit.RedisProbe;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;

/** Drills of a quickstart with real processes. */
class DrillIT {
    private final Ports ports = Ports.forNodes(2);

    @TempDir
    Path directory;

    @Test
    void measuresFaultsOnceItIsToldToAndLeavesAHealthyClusterWithoutItsKeys() {
        List<String> words =
                new ArrayList<>(List.of("quickstart", "--shards=1", "--replicas=1", "--restart-delay=500ms"));
        words.addAll(ports.flags());
        try (QuickstartProcess quickstart =
                QuickstartProcess.start(directory, words).awaitOutput("READY")) {
            nothingHappensWithoutConsent();
            JsonNode report =
                    Json.parse(drill("crash-primary", "hang-primary", "switchover", "--hang-for=3s", "--yes", "-ojson")
                            .out());

            assertThat(report.path("ok").asBoolean()).as("%s", report).isTrue();
            assertThat(report.path("drills")).hasSize(3).allSatisfy(drill -> {
                assertThat(drill.path("acknowledged").asLong()).isGreaterThan(1000);
                assertThat(drill.path("rtoMillis").asDouble()).isPositive();
            });
            assertThat(report.path("drills"))
                    .extracting(drill -> drill.path("cause").asText())
                    .containsExactly("PRIMARY_CRASHED", "PRIMARY_HUNG", "SWITCHOVER_REQUESTED");
            assertThat(report.path("drills").path(2).path("lost").asLong()).isZero();
            assertThat(noted()).isEqualTo(3);
            assertThat(keys()).isEqualTo(0);
            aBrokenBoundStopsTheDrill();
            quickstart.terminate();
            assertThat(quickstart.awaitExit()).isEqualTo(143);
        }
    }

    private void nothingHappensWithoutConsent() {
        CommandRun plan = drill("crash-primary", "hang-replica", "--dry-run");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("Would be done", "crash-primary", "s1 a", "hang-replica", "slotkeeper:drill:*");
        assertThat(Json.parse(drill("switchover", "--dry-run", "-ojson").out()).path("plan"))
                .hasSize(1);
        CommandRun unasked = drill("crash-primary");
        assertThat(unasked.code()).isEqualTo(2);
        assertThat(unasked.err()).contains("no terminal to ask at", "--yes");
        CommandRun impossible = drill("switchover", "kill-agent", "hand-over-leader", "--yes");
        assertThat(impossible.code()).isEqualTo(1);
        assertThat(impossible.err())
                .contains(
                        "Nothing was done",
                        "kill-agent:",
                        "shares its process",
                        "hand-over-leader:",
                        "one coordinator");
        assertThat(drill("crash-primary", "--shard=s9", "--yes").err()).contains("no shard 's9'", "s1");
        assertThat(noted()).isZero();
    }

    private void aBrokenBoundStopsTheDrill() {
        CommandRun run = drill("hang-primary", "switchover", "--hang-for=3s", "--bound=20ms", "--yes");
        assertThat(run.code()).as(run.err()).isEqualTo(5);
        assertThat(run.err()).contains("hang-primary: writes were held up", "bound of 20 ms");
        assertThat(noted()).isEqualTo(4);
    }

    private CommandRun drill(String... words) {
        List<String> all = new ArrayList<>(List.of("drill", "--coordinator=http://127.0.0.1:" + ports.http()));
        all.addAll(Arrays.asList(words));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private long noted() {
        CoordinatorClient client = new CoordinatorClient(List.of(URI.create("http://127.0.0.1:" + ports.http())));
        return Json.elements(Json.parse(client.get("/v1/history?limit=1000")).path("history"))
                .filter(entry -> Json.text(entry.path("code")).equals("DRILL"))
                .count();
    }

    private long keys() {
        return IntStream.range(ports.redis(), ports.redis() + 2)
                .mapToLong(port -> {
                    try (RedisProbe probe = new RedisProbe(new HostAndPort("127.0.0.1", port))) {
                        return probe.role().primary() ? probe.dbSize() : 0;
                    }
                })
                .sum();
    }
}
