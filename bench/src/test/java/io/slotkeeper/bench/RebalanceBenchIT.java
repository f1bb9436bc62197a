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

/** The smallest growth by a shard under load. */
class RebalanceBenchIT {
    @Test
    void movesAQuarterOfTheKeysAndComparesAll() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Cli cli = new Cli(Map.of(), new DefaultLauncher());
        cli.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        int code = cli.execute("bench", "rebalance", "--keys=4000", "--without-native", "-ojson");

        assertThat(code).describedAs("%s%n%s", out, err).isZero();
        JsonNode ours =
                new ObjectMapper().readTree(out.toString()).path("variants").path(0);
        // With what the clients write meanwhile.
        assertThat(ours.path("keys").asInt()).as("%s", out).isGreaterThan(800);
        assertThat(ours.path("moving").path("count").asInt()).isPositive();
        for (String bad : new String[] {"errors", "wrong", "changed", "strays"}) {
            assertThat(ours.path(bad).asInt()).as("%s %s", bad, out).isZero();
        }
    }
}
