package io.slotkeeper.bench.failover;

import io.slotkeeper.bench.report.Distribution;
import io.slotkeeper.bench.report.Ratio;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The figures of one run.
 *
 * @param ours Slotkeeper
 * @param floor the bare external trigger
 * @param natives by node timeout in milliseconds
 */
record FailoverReport(
        FailoverOutcome ours, FailoverOutcome floor, Map<Integer, FailoverOutcome> natives, List<String> notes) {
    /** Copies, in the order of the timeouts. */
    FailoverReport {
        natives = new TreeMap<>(natives);
        notes = List.copyOf(notes);
    }

    /** Whether everything recovered and told of it as it must. */
    boolean clean() {
        return all().stream().allMatch(FailoverOutcome::clean);
    }

    /** Native p50 over ours; empty when one of them has no figure. */
    OptionalDouble ratio(int nodeTimeout) {
        FailoverOutcome theirs = natives.get(nodeTimeout);
        return theirs == null
                        || theirs.recoveryNanos().isEmpty()
                        || ours.recoveryNanos().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Distribution.ofNanos(theirs.recoveryNanos()).p50()
                        / Distribution.ofNanos(ours.recoveryNanos()).p50());
    }

    /** Tables and sentences for people; the last line is the ratio. */
    void print(Terminal terminal) {
        terminal.line("kill -9 of a primary -> first accepted write, milliseconds");
        terminal.block(recoveries().render(terminal.ansi()));
        ours.evidence().ifPresent(evidence -> print(terminal, evidence));
        all().stream()
                .flatMap(outcome -> outcome.failure().stream().map(text -> outcome.name() + " FAILED: " + text))
                .forEach(text -> terminal.line(terminal.paint(Style.BAD, text)));
        notes.forEach(terminal::line);
        List<Integer> timeouts = new ArrayList<>(natives.keySet());
        for (int timeout : timeouts) {
            boolean last = timeout == timeouts.get(timeouts.size() - 1);
            ratio(timeout)
                    .ifPresent(value -> terminal.line(
                            (last ? "ratio " : "ratio to native " + timeout + " ms: ") + Ratio.text(value)));
        }
    }

    private List<FailoverOutcome> all() {
        List<FailoverOutcome> all = new ArrayList<>(List.of(ours, floor));
        all.addAll(natives.values());
        return all;
    }

    private Table recoveries() {
        Table table = new Table("VARIANT", "KILLS>", "MIN>", "P50>", "P99>", "MAX>", "ACKNOWLEDGED>", "LOST>");
        for (FailoverOutcome outcome : all()) {
            List<Cell> cells = new ArrayList<>(List.of(
                    Cell.of(outcome.name()), Cell.of(outcome.recoveryNanos().size() + "/" + outcome.kills())));
            cells.addAll(figures(outcome.recoveryNanos()));
            cells.add(Cell.of(
                    outcome.writes().map(w -> Long.toString(w.acknowledged())).orElse("-")));
            cells.add(Cell.of(
                    outcome.writes().map(w -> Integer.toString(w.lost().size())).orElse("-")));
            table.row(cells.toArray(Cell[]::new));
        }
        return table;
    }

    private static void print(Terminal terminal, SlotkeeperEvidence evidence) {
        terminal.line("");
        terminal.line("Slotkeeper's phases, from its history, and the change frame at a subscriber, milliseconds");
        Table table = new Table("PHASE", "FIGURES>", "MIN>", "P50>", "P99>", "MAX>");
        for (String phase : SlotkeeperEvidence.PHASES) {
            row(table, phase, evidence.phaseNanos().get(phase));
        }
        row(table, "kill -> frame", evidence.stream().frameNanos());
        terminal.block(table.render(terminal.ansi()));
        terminal.line("");
        SlotkeeperEvidence.Stream stream = evidence.stream();
        terminal.line("versions without gap: " + (stream.faults().isEmpty() ? "yes" : "NO") + " (" + stream.changes()
                + " changes up to version " + stream.version() + ", a change frame for "
                + stream.frameNanos().size() + " kills)");
        stream.faults().forEach(fault -> terminal.line(terminal.paint(Style.BAD, "  " + fault)));
        terminal.line("reported estimate of the loss: " + evidence.estimatedLossBytes() + " bytes in "
                + evidence.activations() + " failovers");
    }

    private static void row(Table table, String phase, List<Long> nanos) {
        List<Cell> cells = new ArrayList<>(List.of(Cell.of(phase), Cell.of(nanos.size())));
        cells.addAll(figures(nanos));
        table.row(cells.toArray(Cell[]::new));
    }

    private static List<Cell> figures(List<Long> nanos) {
        if (nanos.isEmpty()) {
            return List.of(Cell.of("-"), Cell.of("-"), Cell.of("-"), Cell.of("-"));
        }
        Distribution values = Distribution.ofNanos(nanos);
        return List.of(
                Cell.of(Distribution.text(values.min())),
                Cell.of(Distribution.text(values.p50())),
                Cell.of(Distribution.text(values.p99())),
                Cell.of(Distribution.text(values.max())));
    }

    /** For programs. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("variants", all().stream().map(FailoverReport::json).toList());
        ours.evidence().ifPresent(evidence -> json.put("slotkeeper", json(evidence)));
        Map<String, Object> ratios = new LinkedHashMap<>();
        natives.keySet()
                .forEach(timeout -> ratio(timeout).ifPresent(value -> ratios.put(Integer.toString(timeout), value)));
        json.put("ratios", ratios);
        natives.keySet().stream().reduce((first, second) -> second).ifPresent(timeout -> ratio(timeout)
                .ifPresent(value -> json.put("ratio", value)));
        json.put("notes", notes);
        json.put("clean", clean());
        return json;
    }

    private static Map<String, Object> json(FailoverOutcome outcome) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", outcome.name());
        json.put("kills", outcome.kills());
        json.put("recovered", outcome.recoveryNanos().size());
        if (!outcome.recoveryNanos().isEmpty()) {
            json.put("recovery", Distribution.ofNanos(outcome.recoveryNanos()).json());
        }
        outcome.writes().ifPresent(writes -> {
            json.put("acknowledged", writes.acknowledged());
            json.put("lost", writes.lost().size());
            json.put("unreadable", writes.unreadable().size());
        });
        outcome.failure().ifPresent(text -> json.put("failure", text));
        return json;
    }

    private static Map<String, Object> json(SlotkeeperEvidence evidence) {
        Map<String, Object> json = new LinkedHashMap<>();
        Map<String, Object> phases = new LinkedHashMap<>();
        for (String phase : SlotkeeperEvidence.PHASES) {
            List<Long> values = evidence.phaseNanos().get(phase);
            if (!values.isEmpty()) {
                phases.put(phase, Distribution.ofNanos(values).json());
            }
        }
        json.put("phases", phases);
        if (!evidence.stream().frameNanos().isEmpty()) {
            json.put(
                    "killToFrame",
                    Distribution.ofNanos(evidence.stream().frameNanos()).json());
        }
        json.put("changes", evidence.stream().changes());
        json.put("frames", evidence.stream().frameNanos().size());
        json.put("version", evidence.stream().version());
        json.put("faults", evidence.stream().faults());
        json.put("failovers", evidence.activations());
        json.put("estimatedLossBytes", evidence.estimatedLossBytes());
        return json;
    }
}
