package io.slotkeeper.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every reason to refuse a request stands in the documentation. */
class RefusalCodesTest {
    private static final Path PAGE = Path.of("..", "docs", "protocol.md");

    @ParameterizedTest
    @EnumSource
    void theProtocolExplains(RefusalCode code) throws IOException {
        assertThat(Files.readString(PAGE)).containsPattern("(?m)^\\| .*`" + code + "`.* \\| .*\\b" + code.httpStatus());
    }

    @ParameterizedTest
    @EnumSource
    void theProtocolExplainsProblem(ProblemCode code) throws IOException {
        assertThat(Files.readString(PAGE)).containsPattern("(?m)^\\| .*`" + code + "`");
    }
}
