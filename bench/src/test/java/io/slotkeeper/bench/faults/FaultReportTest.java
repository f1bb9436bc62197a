package io.slotkeeper.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class FaultReportTest {
    private static final FaultFigures OURS_CRASH =
            new FaultFigures(List.of(10_000_000L, 20_000_000L, 30_000_000L), 0, Optional.empty());
    private static final FaultFigures OURS_ZONE = new FaultFigures(List.of(1_000_000_000L), 0, Optional.empty());

    @Test
    void theRatioIsThatToTheFastestOfTheOthers() {
        FaultReport report = report(OURS_CRASH, OURS_ZONE);

        assertThat(report.ratio(FaultKind.CRASH)).hasValue(100);
        assertThat(report.ratio(FaultKind.ZONE_LOSS)).hasValue(4);
        assertThat(report.ratio().orElseThrow()).isCloseTo(20, within(1e-9));
        assertThat(report.clean()).isTrue();
    }

    @Test
    void whatNeverRecoveredHasNoFigureAndIsTold() {
        String text = print(report(OURS_CRASH, OURS_ZONE));

        assertThat(text)
                .contains("20.0 (10.0-30.0, 3)", "never", "ratio for crash: 100")
                .contains("native, silence: not measured here: no namespaces");
        assertThat(text.strip()).endsWith("ratio 20.0");
    }

    @Test
    void aFaultThatSlotkeeperDidNotRecoverFromIsNotClean() {
        FaultReport never = report(OURS_CRASH, new FaultFigures(List.of(), 1, Optional.empty()));
        assertThat(never.clean()).isFalse();
        assertThat(never.ratio(FaultKind.ZONE_LOSS)).isEmpty();
        FaultReport broken =
                report(OURS_CRASH, new FaultFigures(List.of(5_000_000L), 0, Optional.of("it did not get healthy")));
        assertThat(broken.clean()).isFalse();
        FaultReport failed = report(OURS_CRASH, new FaultFigures(List.of(), 0, Optional.of("it did not start")));
        assertThat(failed.clean()).isFalse();
    }

    @Test
    void whatCannotBeMeasuredHereIsNoFailure() {
        assertThat(report(OURS_CRASH, FaultFigures.notMeasured("no namespaces")).clean())
                .isTrue();
        assertThat(Json.parse(report(OURS_CRASH, OURS_ZONE).json())
                        .path("ratio")
                        .asDouble())
                .isCloseTo(20, within(1e-9));
    }

    private static FaultReport report(FaultFigures oursCrash, FaultFigures oursZone) {
        Map<String, Map<FaultKind, FaultFigures>> figures = new LinkedHashMap<>();
        figures.put(
                "slotkeeper",
                Map.of(
                        FaultKind.CRASH, oursCrash,
                        FaultKind.ZONE_LOSS, oursZone,
                        FaultKind.SILENCE, FaultFigures.notMeasured("no namespaces")));
        figures.put(
                "native",
                Map.of(
                        FaultKind.CRASH, new FaultFigures(List.of(2_000_000_000L), 0, Optional.empty()),
                        FaultKind.ZONE_LOSS, new FaultFigures(List.of(), 1, Optional.empty()),
                        FaultKind.SILENCE, FaultFigures.notMeasured("no namespaces")));
        figures.put(
                "sentinel",
                Map.of(
                        FaultKind.CRASH, new FaultFigures(List.of(3_000_000_000L), 0, Optional.empty()),
                        FaultKind.ZONE_LOSS, new FaultFigures(List.of(4_000_000_000L), 0, Optional.empty()),
                        FaultKind.SILENCE, FaultFigures.notMeasured("no namespaces")));
        return new FaultReport(List.of(FaultKind.CRASH, FaultKind.ZONE_LOSS, FaultKind.SILENCE), figures);
    }

    private static String print(FaultReport report) {
        StringWriter out = new StringWriter();
        report.print(new Terminal(new PrintWriter(out), new PrintWriter(out), Ansi.OFF));
        return out.toString();
    }
}
