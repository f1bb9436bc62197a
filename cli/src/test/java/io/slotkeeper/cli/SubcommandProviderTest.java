package io.slotkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class SubcommandProviderTest {
    @Test
    void aModuleOnTheClassPathAddsItsCommands() {
        CommandRun run = CommandRun.of(java.util.Map.of("SLOTKEEPER_ROUNDS", "7"), "from-another-module");
        assertThat(run.code()).isEqualTo(7);
    }

    @Test
    void itsCommandsHaveTheUsualHelp() {
        assertThat(CommandRun.of("from-another-module", "--help").out())
                .contains("Usage: slotkeeper from-another-module", "Exit codes:");
    }

    /** Named in META-INF/services of the tests. */
    public static final class Provider implements SubcommandProvider {
        @Override
        public List<Object> commands() {
            return List.of(new Added());
        }
    }

    @Command(name = "from-another-module", hidden = true, mixinStandardHelpOptions = true)
    static final class Added implements java.util.concurrent.Callable<Integer> {
        @Option(names = "--rounds", defaultValue = "1")
        int rounds;

        @Override
        public Integer call() {
            return rounds;
        }
    }
}
