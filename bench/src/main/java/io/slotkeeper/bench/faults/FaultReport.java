package io.slotkeeper.bench.faults;

import io.slotkeeper.bench.report.Distribution;
import io.slotkeeper.bench.report.Ratio;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The figures of one run.
 *
 * @param kinds the faults, in the order of the columns
 * @param figures by contender, in the order of the rows
 */
public record FaultReport(List<FaultKind> kinds, Map<String, Map<FaultKind, FaultFigures>> figures) {
    private static final String OURS = "slotkeeper";

    /** Copies the list. */
    public FaultReport {
        kinds = List.copyOf(kinds);
    }

    /** Whether Slotkeeper recovered from everything that was measured. */
    public boolean clean() {
        return figures.getOrDefault(OURS, Map.of()).values().stream().allMatch(FaultFigures::clean);
    }

    /**
     * p50 of the fastest of the others over ours; empty when one side has no figure.
     *
     * @param kind of fault
     */
    OptionalDouble ratio(FaultKind kind) {
        OptionalDouble ours = p50(OURS, kind);
        OptionalDouble best = figures.keySet().stream()
                .filter(name -> !name.equals(OURS))
                .map(name -> p50(name, kind))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .min();
        return ours.isEmpty() || best.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(best.getAsDouble() / ours.getAsDouble());
    }

    /** Geometric mean over the faults that both sides recovered from; empty when there is none. */
    OptionalDouble ratio() {
        double[] logs = kinds.stream()
                .map(this::ratio)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(each -> Math.log(each.getAsDouble()))
                .toArray();
        return logs.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.exp(Arrays.stream(logs).average().orElseThrow()));
    }

    private OptionalDouble p50(String name, FaultKind kind) {
        FaultFigures each = figures.getOrDefault(name, Map.of()).get(kind);
        return each == null || each.recoveryNanos().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Distribution.ofNanos(each.recoveryNanos()).p50());
    }

    /** One table, sentences about what is not in it, and the ratio in the last line. */
    public void print(Terminal terminal) {
        terminal.line("fault -> first accepted write in every shard that was hit, milliseconds: p50 (min-max, rounds)");
        List<String> headings = new ArrayList<>(List.of("VARIANT"));
        kinds.forEach(kind -> headings.add(kind.label().toUpperCase(Locale.ROOT) + ">"));
        Table table = new Table(headings.toArray(String[]::new));
        figures.forEach((name, byKind) -> {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(name)));
            kinds.forEach(kind -> cells.add(cell(byKind.get(kind))));
            table.row(cells.toArray(Cell[]::new));
        });
        terminal.block(table.render(terminal.ansi()));
        figures.forEach((name, byKind) -> kinds.forEach(kind -> {
            FaultFigures each = byKind.get(kind);
            each.impossible()
                    .ifPresent(why -> terminal.line(name + ", " + kind.label() + ": not measured here: " + why));
            each.failure()
                    .ifPresent(why ->
                            terminal.line(terminal.paint(Style.BAD, name + ", " + kind.label() + " FAILED: " + why)));
        }));
        kinds.forEach(kind ->
                ratio(kind).ifPresent(value -> terminal.line("ratio for " + kind.label() + ": " + Ratio.text(value))));
        ratio().ifPresent(value -> terminal.line("ratio " + Ratio.text(value)));
    }

    private static Cell cell(FaultFigures each) {
        if (each.recoveryNanos().isEmpty()) {
            return each.unrecovered() > 0 ? Cell.of("never", Style.BAD) : Cell.of("-");
        }
        Distribution values = Distribution.ofNanos(each.recoveryNanos());
        String never = each.unrecovered() > 0 ? ", never " + each.unrecovered() : "";
        return Cell.of(Distribution.text(values.p50()) + " (" + Distribution.text(values.min()) + "-"
                + Distribution.text(values.max()) + ", " + each.recoveryNanos().size() + never + ")");
    }

    /** One JSON document. */
    public String json() {
        Map<String, Object> variants = new LinkedHashMap<>();
        figures.forEach((name, byKind) -> {
            Map<String, Object> faults = new LinkedHashMap<>();
            kinds.forEach(kind -> faults.put(kind.label(), json(byKind.get(kind))));
            variants.put(name, faults);
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("variants", variants);
        Map<String, Object> ratios = new LinkedHashMap<>();
        kinds.forEach(kind -> ratio(kind).ifPresent(value -> ratios.put(kind.label(), value)));
        json.put("ratios", ratios);
        ratio().ifPresent(value -> json.put("ratio", value));
        json.put("clean", clean());
        return Json.write(json);
    }

    private static Map<String, Object> json(FaultFigures each) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!each.recoveryNanos().isEmpty()) {
            json.put("recovery", Distribution.ofNanos(each.recoveryNanos()).json());
        }
        json.put("unrecovered", each.unrecovered());
        each.impossible().ifPresent(why -> json.put("notMeasured", why));
        each.failure().ifPresent(why -> json.put("failure", why));
        return json;
    }
}
