package io.slotkeeper.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LauncherOptionsTest {
    private static final Map<String, List<String>> COMMANDS = Map.of(
            "agent", LauncherOptions.AGENT,
            "coordinator", LauncherOptions.COORDINATOR,
            "quickstart", LauncherOptions.QUICKSTART);

    @Test
    void benchmarksRunWithTheOptionsOfTheLauncher() throws IOException {
        String script = Files.readString(Path.of("..", "slotkeeper"));
        COMMANDS.forEach((command, options) -> assertThat(script)
                .as("options of %s", command)
                .containsPattern("\\n    " + command + "\\)\\n      java_options=\"\\$java_options "
                        + String.join(" ", options).replace("+", "\\+") + "\"\\n"));
    }
}
