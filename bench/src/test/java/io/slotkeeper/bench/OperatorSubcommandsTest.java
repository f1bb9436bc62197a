package io.slotkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.cli.Cli;
import io.slotkeeper.cli.process.DefaultLauncher;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The launcher's class path is put together here, so this is where the operator must be found. */
class OperatorSubcommandsTest {
    @Test
    void areFoundByTheCommandLine() {
        var root = new Cli(Map.of(), new DefaultLauncher()).commandLine();
        assertThat(root.getSubcommands()).containsKeys("operator", "leave");
    }
}
