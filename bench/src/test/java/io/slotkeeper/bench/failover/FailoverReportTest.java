package io.slotkeeper.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.testkit.HistoryChecker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class FailoverReportTest {
    private static final long MILLI = 1_000_000;

    private final SlotkeeperEvidence evidence = new SlotkeeperEvidence(
            new SlotkeeperEvidence.Stream(2, 9, List.of(9 * MILLI, 11 * MILLI), List.of()),
            Map.of(
                    "detect", List.of(MILLI, 2 * MILLI),
                    "commit", List.of(3 * MILLI, 4 * MILLI),
                    "promote", List.of(2 * MILLI, 2 * MILLI),
                    "publish", List.of()),
            2,
            123);

    @Test
    void lastLineIsTheRatioToTheSlowestNative() {
        FailoverReport report = report(
                outcome("slotkeeper", 10, 10),
                Map.of(15_000, outcome("native 15000 ms", 19_000), 1000, outcome("native 1000 ms", 2400)));
        List<String> lines = print(report).lines().toList();
        assertThat(lines).contains("ratio to native 1000 ms: 240").endsWith("ratio 1900");
        assertThat(report.clean()).isTrue();
    }

    @Test
    void tableHasARowForEachVariantAndPhase() {
        String text = print(report(outcome("slotkeeper", 10, 12), Map.of(1000, outcome("native 1000 ms", 2400))));
        assertThat(text)
                .containsPattern("slotkeeper +2/2 +10.0 +10.0 +12.0 +12.0 +1000 +0")
                .containsPattern("native 1000 ms +1/1 +2400 +2400 +2400 +2400")
                .containsPattern("commit +2 +3.0 +3.0 +4.0 +4.0")
                .containsPattern("publish +0 +- +- +- +-")
                .contains("versions without gap: yes (2 changes up to version 9, a change frame for 2 kills)")
                .contains("reported estimate of the loss: 123 bytes in 2 failovers");
        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void aFailureIsShownAndNotClean() {
        FailoverOutcome failed = new FailoverOutcome(
                "slotkeeper", 20, List.of(), Optional.of("no write was accepted"), Optional.empty(), Optional.empty());
        FailoverReport report = report(failed, Map.of(1000, outcome("native 1000 ms", 2400)));
        assertThat(report.clean()).isFalse();
        assertThat(print(report))
                .contains("slotkeeper FAILED: no write was accepted")
                .doesNotContain("ratio");
    }

    @Test
    void aGapIsNotClean() {
        SlotkeeperEvidence gap = new SlotkeeperEvidence(
                new SlotkeeperEvidence.Stream(1, 9, List.of(), List.of("version 9 came after version 7")),
                evidence.phaseNanos(),
                2,
                0);
        FailoverOutcome ours = new FailoverOutcome(
                "slotkeeper", 1, List.of(MILLI), Optional.empty(), Optional.empty(), Optional.of(gap));
        FailoverReport report = report(ours, Map.of());
        assertThat(report.clean()).isFalse();
        assertThat(print(report)).contains("versions without gap: NO").contains("version 9 came after version 7");
    }

    @Test
    void jsonHoldsTheSameFigures() {
        Map<String, Object> json = report(outcome("slotkeeper", 10), Map.of(1000, outcome("native 1000 ms", 2400)))
                .json();
        assertThat(json)
                .containsEntry("ratio", 240.0)
                .containsEntry("clean", true)
                .containsKeys("variants", "slotkeeper");
    }

    private FailoverReport report(FailoverOutcome given, Map<Integer, FailoverOutcome> natives) {
        FailoverOutcome ours = given.failure().isEmpty() && given.evidence().isEmpty() ? withEvidence(given) : given;
        return new FailoverReport(ours, outcome("floor", 5), natives, List.of());
    }

    private static String print(FailoverReport report) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        report.print(new Terminal(writer, writer, Ansi.OFF));
        return out.toString();
    }

    private FailoverOutcome withEvidence(FailoverOutcome outcome) {
        return new FailoverOutcome(
                outcome.name(),
                outcome.kills(),
                outcome.recoveryNanos(),
                outcome.failure(),
                outcome.writes(),
                Optional.of(evidence));
    }

    private static FailoverOutcome outcome(String name, int... millis) {
        return new FailoverOutcome(
                name,
                millis.length,
                Arrays.stream(millis).mapToObj(value -> value * MILLI).toList(),
                Optional.empty(),
                Optional.of(new HistoryChecker.Report(1000, List.of(), List.of(), List.of())),
                Optional.empty());
    }
}
