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

/** A small crowd of subscribers, each of which sees every change once. */
class StreamBenchIT {
    @Test
    void measuresWhenTheLastSubscriberHasAChange() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Cli cli = new Cli(Map.of(), new DefaultLauncher());
        cli.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = cli.execute("bench", "stream", "--subscribers=301", "--changes=2", "-ojson");
        assertThat(exitCode).describedAs("%s%n%s", out, err).isZero();

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("clean").asBoolean()).isTrue();
        assertThat(json.path("last").path("count").asInt()).isEqualTo(2);
        double first = json.path("first").path("minMillis").asDouble();
        assertThat(json.path("last").path("minMillis").asDouble())
                .isGreaterThan(first)
                .isGreaterThan(0);
    }
}
