package io.slotkeeper.cli.drill;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a drill.
 *
 * @param outcomes of the faults that were made, in their order
 * @param stopped why it could not go on, if so
 */
public record DrillReport(List<DrillOutcome> outcomes, Optional<CommandFailure> stopped) {
    /** Copies the list. */
    public DrillReport {
        outcomes = List.copyOf(outcomes);
    }

    /** Why a fault did not go as it must; empty when all did that were made. */
    public Optional<String> failure() {
        return outcomes.stream()
                .flatMap(outcome -> outcome.failure().map(why -> outcome.fault().label() + ": " + why).stream())
                .findFirst();
    }

    /** One row for each fault. */
    public Table table() {
        Table table =
                new Table("FAULT", "TARGET", "RTO>", "BOUND>", "CAUSE", "ERRORS", "WRITES>", "LOST>", "REPORTED>");
        for (DrillOutcome outcome : outcomes) {
            table.row(
                    Cell.of(outcome.fault().label()),
                    Cell.of(outcome.target()),
                    Cell.of(
                            String.format(Locale.ROOT, "%.1f ms", outcome.heldUpMillis()),
                            outcome.failure().isPresent() ? Style.BAD : Style.GOOD),
                    Cell.of(outcome.boundMillis() + " ms"),
                    Cell.of(outcome.reported().cause()),
                    Cell.of(errors(outcome)),
                    Cell.of(Long.toString(outcome.writes().acknowledged())),
                    Cell.of(Long.toString(outcome.writes().lost())),
                    Cell.of(outcome.reported()
                            .lossBytes()
                            .map(bytes -> bytes + " B")
                            .orElse("-")));
        }
        return table;
    }

    private static String errors(DrillOutcome outcome) {
        return outcome.errors().isEmpty()
                ? "none"
                : new TreeMap<>(outcome.errors())
                        .entrySet().stream()
                                .map(error -> error.getKey() + " " + error.getValue())
                                .collect(Collectors.joining(", "));
    }

    /** For programs. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("drills", outcomes.stream().map(DrillOutcome::json).toList());
        json.put("ok", failure().isEmpty() && stopped.isEmpty());
        failure().or(() -> stopped.map(CommandFailure::getMessage)).ifPresent(why -> json.put("failure", why));
        return json;
    }
}
