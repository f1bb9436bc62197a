package io.slotkeeper.bench.soak;

import io.slotkeeper.bench.report.Distribution;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.Percentiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What happened while the machine was busy.
 *
 * @param seconds how long it lasted
 * @param burners processes that did nothing but take processor time
 * @param falseFailovers elections, one sentence each: no node had failed
 * @param notes diagnoses and decisions not to act, by code
 * @param streamFaults gaps of versions and other faults of the slot stream
 * @param errors failed attempts of the writers, by kind
 * @param latencies of writes, from the first attempt to the OK
 * @param writes what became of the acknowledged ones
 */
public record SoakOutcome(
        long seconds,
        int burners,
        List<String> falseFailovers,
        Map<String, Long> notes,
        List<String> streamFaults,
        Map<String, Long> errors,
        Percentiles latencies,
        HistoryChecker.Report writes) {
    /** Copies. */
    public SoakOutcome {
        falseFailovers = List.copyOf(falseFailovers);
        notes = new TreeMap<>(notes);
        streamFaults = List.copyOf(streamFaults);
        errors = new TreeMap<>(errors);
    }

    /** Nothing was failed over, no version was missed, nothing is lost. */
    public boolean clean() {
        return falseFailovers.isEmpty() && streamFaults.isEmpty() && writes.clean();
    }

    /** A table; what is wrong in sentences; the count of false failovers last. */
    public void print(Terminal terminal) {
        Table table = new Table("WHAT", "FIGURE");
        table.row(
                Cell.of("busy for"), Cell.of(seconds + " s, beside " + burners + " processes that take all they get"));
        table.row(Cell.of("acknowledged writes"), Cell.of(Long.toString(writes.acknowledged())));
        table.row(
                Cell.of("lost or unreadable"),
                Cell.of(writes.lost().size() + writes.unreadable().size()));
        table.row(
                Cell.of("write latency, ms"),
                Cell.of("p50 " + Distribution.text(latencies.millis(50)) + ", p99 "
                        + Distribution.text(latencies.millis(99)) + ", worst "
                        + Distribution.text(latencies.maxMillis())));
        table.row(Cell.of("client errors"), Cell.of(text(errors)));
        table.row(Cell.of("faults of the slot stream"), Cell.of(Integer.toString(streamFaults.size())));
        table.row(Cell.of("diagnoses in the history"), Cell.of(text(notes)));
        terminal.block(table.render(terminal.ansi()));
        streamFaults.forEach(fault -> terminal.line(terminal.paint(Style.BAD, "stream: " + fault)));
        falseFailovers.forEach(text -> terminal.line(terminal.paint(Style.BAD, text)));
        terminal.line("false failovers " + falseFailovers.size());
    }

    private static String text(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count -> count.getKey() + " " + count.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** One JSON document. */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seconds", seconds);
        json.put("burners", burners);
        json.put("falseFailovers", falseFailovers);
        json.put("acknowledged", writes.acknowledged());
        json.put("lost", writes.lost().size() + writes.unreadable().size());
        json.put("p50Millis", latencies.millis(50));
        json.put("p99Millis", latencies.millis(99));
        json.put("worstMillis", latencies.maxMillis());
        json.put("errors", errors);
        json.put("streamFaults", streamFaults);
        json.put("notes", notes);
        json.put("clean", clean());
        return Json.write(json);
    }
}
