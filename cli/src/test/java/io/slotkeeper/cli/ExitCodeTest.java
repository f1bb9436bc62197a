package io.slotkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ExitCodeTest {
    private static final Path PAGE = Path.of("..", "docs", "cli.md");

    @Command(name = "any")
    private static final class AnyCommand {}

    @ParameterizedTest
    @EnumSource(ExitCode.class)
    void standsInTheDocumentation(ExitCode code) throws IOException {
        assertThat(Files.readString(PAGE)).contains("| " + code.code() + " | " + code.text() + " |");
    }

    @Test
    void aDefectIsCodeSeventyAndShowsWhere() {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new AnyCommand()).setErr(new PrintWriter(err));

        int code = Errors.report(command, new IllegalStateException("boom"));

        assertThat(code).isEqualTo(70);
        assertThat(err.toString()).contains("internal error", "boom", "ExitCodeTest");
    }
}
