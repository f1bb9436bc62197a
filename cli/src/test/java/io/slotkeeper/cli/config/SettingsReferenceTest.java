package io.slotkeeper.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.cli.Cli;
import io.slotkeeper.cli.process.DefaultLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "settings.md");

    @Test
    void thePageIsUpToDate() throws IOException {
        String expected = SettingsReference.of(new Cli(Map.of(), new DefaultLauncher()).commandLine());
        if (Boolean.getBoolean("slotkeeper.docs.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(PAGE).as("regenerate it with -Dslotkeeper.docs.write=true").hasContent(expected);
    }

    @Test
    void theNearestNameIsFound() {
        assertThat(NearestName.to("htp-port", java.util.List.of("http-port", "raft-port")))
                .contains("http-port");
        assertThat(NearestName.to("colour", java.util.List.of("http-port"))).isEmpty();
        assertThat(NearestName.edits("kitten", "sitting")).isEqualTo(3);
    }
}
