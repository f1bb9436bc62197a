package io.slotkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slotkeeper.cli.Cli;
import io.slotkeeper.cli.process.DefaultLauncher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The smallest runs of the measurements under faults and under want of processor time. */
class FaultBenchIT {
    @Test
    void measuresACrashBesideSentinels() throws IOException {
        JsonNode json = run(
                "bench",
                "faults",
                "--variants=slotkeeper,sentinel-fast",
                "--faults=crash",
                "--rounds=1",
                "--fast-rounds=1",
                "--shards=1",
                "-ojson");

        for (String variant : new String[] {"slotkeeper", "sentinel 1000 ms"}) {
            JsonNode crash = json.path("variants").path(variant).path("crash");
            assertThat(crash.path("recovery").path("count").asInt())
                    .as("%s", json)
                    .isEqualTo(1);
            assertThat(crash.path("unrecovered").asInt()).isZero();
        }
        assertThat(json.path("ratio").asDouble()).isGreaterThan(1);
    }

    @Test
    void countsFalseFailoversOfABusyMachine() throws IOException {
        JsonNode json = run("bench", "soak", "--for=2s", "--burners=2", "--shards=1", "-ojson");

        assertThat(json.path("clean").asBoolean()).as("%s", json).isTrue();
        assertThat(json.path("acknowledged").asLong()).isPositive();
        assertThat(json.path("burners").asInt()).isEqualTo(2);
    }

    private static JsonNode run(String... words) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Cli cli = new Cli(Map.of(), new DefaultLauncher());
        cli.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        assertThat(cli.execute(words)).describedAs("%s%n%s", out, err).isZero();
        return new ObjectMapper().readTree(out.toString());
    }
}
