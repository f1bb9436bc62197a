package io.slotkeeper.bench.stream;

import io.slotkeeper.bench.report.Distribution;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The figures.
 *
 * @param subscribers WebSocket clients
 * @param changes one of each change
 * @param faultCount gaps, repetitions and closed connections
 * @param faults the first of them
 */
public record StreamReport(int subscribers, List<Spread> changes, int faultCount, List<String> faults) {
    /** Copies. */
    public StreamReport {
        changes = List.copyOf(changes);
        faults = List.copyOf(faults);
    }

    /** Whether every subscriber saw every change once and in order. */
    public boolean clean() {
        return faultCount == 0;
    }

    /** A table. */
    public void print(Terminal terminal) {
        terminal.line("from the record of a change to its arrival at " + subscribers + " subscribers, milliseconds");
        Table table = new Table("SUBSCRIBER", "CHANGES>", "MIN>", "P50>", "P99>", "MAX>");
        row(table, "first", Spread::first);
        row(table, "middle", Spread::median);
        row(table, "last", Spread::last);
        terminal.block(table.render(terminal.ansi()));
        if (!clean()) {
            terminal.line(terminal.paint(Style.BAD, faultCount + " FAULTS: " + String.join(" ", faults)));
        }
    }

    /** One JSON document. */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subscribers", subscribers);
        json.put("first", of(Spread::first).json());
        json.put("middle", of(Spread::median).json());
        json.put("last", of(Spread::last).json());
        json.put("faults", faultCount);
        json.put("clean", clean());
        return Json.write(json);
    }

    private void row(Table table, String name, ToLongFunction<Spread> figure) {
        Distribution times = of(figure);
        table.row(
                Cell.of(name),
                Cell.of(times.count()),
                Cell.of(Distribution.text(times.min())),
                Cell.of(Distribution.text(times.p50())),
                Cell.of(Distribution.text(times.p99())),
                Cell.of(Distribution.text(times.max())));
    }

    private Distribution of(ToLongFunction<Spread> figure) {
        return Distribution.ofNanos(changes.stream().map(figure::applyAsLong).toList());
    }
}
