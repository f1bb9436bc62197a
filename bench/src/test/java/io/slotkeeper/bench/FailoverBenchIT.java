package io.slotkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slotkeeper.cli.Cli;
import io.slotkeeper.cli.process.DefaultLauncher;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The smallest run with everything real: three clusters one after the other, kills by SIGKILL, the control plane in a JVM. */
class FailoverBenchIT {
    @Test
    void measuresSlotkeeperTheFloorAndANativeCluster() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Cli cli = new Cli(Map.of(), new DefaultLauncher());
        cli.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = cli.execute(
                "bench", "failover", "--kills=2", "--native-timeouts=1000", "--native-kills=1", "-o", "json");
        assertThat(exitCode).describedAs("%s%n%s", out, err).isZero();
        assertThat(err.toString())
                .contains("slotkeeper: kill 2 of 2", "floor: kill 2 of 2", "native 1000 ms: kill 1 of 1");
        check(new ObjectMapper().readTree(out.toString()));
    }

    private static void check(JsonNode json) {
        assertThat(json.path("clean").asBoolean()).isTrue();
        assertThat(json.path("variants").findValuesAsText("name"))
                .containsExactly("slotkeeper", "floor", "native 1000 ms");
        json.path("variants").forEach(variant -> {
            assertThat(variant.path("recovered")).isEqualTo(variant.path("kills"));
            assertThat(variant.path("recovery").path("p50Millis").asDouble()).isPositive();
            assertThat(variant.path("acknowledged").asLong()).isPositive();
        });
        JsonNode ours = json.path("slotkeeper");
        assertThat(ours.path("failovers").asInt()).isEqualTo(2);
        assertThat(ours.path("frames").asInt()).isEqualTo(2);
        assertThat(ours.path("faults")).isEmpty();
        assertThat(ours.path("phases").fieldNames()).toIterable().contains("detect", "commit", "promote", "publish");
        assertThat(json.path("ratio").asDouble()).isGreaterThan(1);
    }
}
