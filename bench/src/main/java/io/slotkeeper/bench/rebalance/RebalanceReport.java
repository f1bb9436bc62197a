package io.slotkeeper.bench.rebalance;

import io.slotkeeper.bench.report.Distribution;
import io.slotkeeper.bench.report.Ratio;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The figures of all contenders, ours first, then redis-cli with its default. */
public final class RebalanceReport {
    private final List<RebalanceOutcome> outcomes;

    RebalanceReport(List<RebalanceOutcome> outcomes) {
        this.outcomes = List.copyOf(outcomes);
    }

    /** Whether nobody saw a wrong answer, no key changed, and none of ours an error. */
    public boolean clean() {
        return outcomes.get(0).clean();
    }

    /** A table; the last line is the ratio, if there is anything to compare with. */
    public void print(Terminal terminal) {
        terminal.line("rebalance to one more shard under load; latencies of clients in milliseconds, IDLE: p99 before");
        Table table = new Table(
                "VARIANT",
                "SECONDS>",
                "KEYS>",
                "KEYS/S>",
                "IDLE>",
                "P50>",
                "P99>",
                "MAX>",
                "ERRORS>",
                "WRONG>",
                "CHANGED>");
        for (RebalanceOutcome outcome : outcomes) {
            table.row(
                    Cell.of(outcome.name()),
                    Cell.of(Ratio.text(outcome.seconds())),
                    Cell.of(Long.toString(outcome.moved())),
                    Cell.of(Long.toString(Math.round(outcome.keysPerSecond()))),
                    Cell.of(Distribution.text(outcome.idle().p99())),
                    Cell.of(Distribution.text(outcome.busy().p50())),
                    Cell.of(Distribution.text(outcome.busy().p99())),
                    Cell.of(Distribution.text(outcome.busy().max())),
                    Cell.of(Long.toString(outcome.errors())),
                    Cell.of(outcome.wrong()),
                    Cell.of(Long.toString(outcome.changed() + outcome.strays())));
        }
        terminal.block(table.render(terminal.ansi()));
        for (RebalanceOutcome outcome : outcomes) {
            if (!outcome.complaint().isEmpty()) {
                terminal.line(terminal.paint(Style.BAD, outcome.name() + ": " + outcome.complaint()));
            }
        }
        ratio().ifPresent(value -> terminal.line("ratio " + Ratio.text(value)));
    }

    /** One JSON document. */
    public String json() {
        List<Map<String, Object>> variants = new ArrayList<>();
        for (RebalanceOutcome outcome : outcomes) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", outcome.name());
            json.put("seconds", outcome.seconds());
            json.put("keys", outcome.moved());
            json.put("keysPerSecond", outcome.keysPerSecond());
            json.put("idle", outcome.idle().json());
            json.put("moving", outcome.busy().json());
            json.put("errors", outcome.errors());
            json.put("wrong", outcome.wrong());
            json.put("changed", outcome.changed());
            json.put("strays", outcome.strays());
            json.put("complaint", outcome.complaint());
            variants.add(json);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("variants", variants);
        ratio().ifPresent(value -> json.put("ratio", value));
        json.put("clean", clean());
        return Json.write(json);
    }

    private OptionalDouble ratio() {
        return outcomes.size() < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        outcomes.get(0).keysPerSecond() / outcomes.get(1).keysPerSecond());
    }
}
