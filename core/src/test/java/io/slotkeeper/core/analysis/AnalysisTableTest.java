package io.slotkeeper.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables in the class comments are what the code runs. */
class AnalysisTableTest {
    private static final Path SOURCES = Path.of("src/main/java/io/slotkeeper/core");

    @Test
    void analysisTableNamesEveryCodeInOrderWithItsAction() throws IOException {
        List<String> table = rows("analysis/AnalysisCode.java", " \\* ([A-Z_]{5,}) .*  ([a-z]+(?: [a-z]+)*)$");
        List<String> code = Arrays.stream(AnalysisCode.values())
                .map(c -> c + " " + c.action().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .toList();

        assertThat(table).isEqualTo(code);
    }

    @Test
    void repairTableNamesEveryRuleInOrder() throws IOException {
        List<String> table = rows("control/RepairRule.java", " \\* ([A-Z_]{4,})( ) .*$");
        List<String> code = rows("control/RepairRule.java", "^    ([A-Z_]{4,})(\\()");

        assertThat(table.stream().map(String::trim))
                .isEqualTo(code.stream().map(r -> r.replace(" (", "")).toList());
    }

    private static List<String> rows(String file, String pattern) throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(source)
                .results()
                .map(AnalysisTableTest::row)
                .toList();
    }

    private static String row(MatchResult match) {
        return match.group(1) + " " + match.group(2);
    }
}
