package io.slotkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.cli.Cli;
import io.slotkeeper.cli.process.DefaultLauncher;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchSubcommandsTest {
    @Test
    void areFoundByTheCommandLine() {
        var root = new Cli(Map.of(), new DefaultLauncher()).commandLine();
        assertThat(root.getSubcommands()).containsKey("bench");
        assertThat(root.getSubcommands().get("bench").getSubcommands())
                .containsOnlyKeys(
                        "failover",
                        "switchover",
                        "simulate",
                        "slots",
                        "footprint",
                        "soak",
                        "faults",
                        "rebalance",
                        "stream");
    }
}
