package io.slotkeeper.bench.switchover;

import io.slotkeeper.bench.BenchSession;
import io.slotkeeper.bench.LoadShape;
import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.cluster.MeasuredCluster;
import io.slotkeeper.bench.cluster.NativeContender;
import io.slotkeeper.bench.cluster.SlotkeeperContender;
import io.slotkeeper.bench.report.Distribution;
import io.slotkeeper.bench.report.Ratio;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Slotkeeper's switchover, then native {@code CLUSTER FAILOVER}, under the same load. */
public final class SwitchoverBench {
    private final Layout layout;
    private final LoadShape load;
    private final int rounds;
    private final Consumer<String> progress;

    /** Nothing is started yet. */
    public SwitchoverBench(Layout layout, LoadShape load, int rounds, Consumer<String> progress) {
        this.layout = layout;
        this.load = load;
        this.rounds = rounds;
        this.progress = progress;
    }

    /**
     * Runs both; contenders that fail are part of the result.
     *
     * @param nodeTimeout of the native cluster
     */
    public Result run(BenchSession session, Supplier<SlotkeeperContender> slotkeeper, Duration nodeTimeout) {
        SwitchoverOutcome ours = measure(session, slotkeeper);
        SwitchoverOutcome theirs = measure(session, () -> NativeContender.start(layout, nodeTimeout));
        return new Result(ours, theirs);
    }

    private <C extends MeasuredCluster> SwitchoverOutcome measure(BenchSession session, Supplier<C> start) {
        progress.accept("starting " + layout.shards() + " shards with " + layout.replicas() + " replica(s) each");
        return session.with(start, cluster -> new SwitchoverRun(cluster, load, rounds, progress).run());
    }

    /** The figures. */
    public static final class Result {
        private final SwitchoverOutcome ours;
        private final SwitchoverOutcome theirs;

        private Result(SwitchoverOutcome ours, SwitchoverOutcome theirs) {
            this.ours = ours;
            this.theirs = theirs;
        }

        /** Whether both did all rounds and ours lost nothing. */
        public boolean clean() {
            return ours.failure().isEmpty()
                    && theirs.failure().isEmpty()
                    && ours.writes().filter(writes -> writes.clean()).isPresent();
        }

        /** A table; the last line is the ratio. */
        public void print(Terminal terminal) {
            terminal.line("switchover under load: longest blocked write of each round, milliseconds");
            Table table = new Table(
                    "VARIANT", "ROUNDS>", "MIN>", "P50>", "P99>", "MAX>", "REFUSED>", "ACKNOWLEDGED>", "LOST>");
            row(table, ours);
            row(table, theirs);
            terminal.block(table.render(terminal.ansi()));
            for (SwitchoverOutcome outcome : List.of(ours, theirs)) {
                outcome.failure()
                        .ifPresent(
                                text -> terminal.line(terminal.paint(Style.BAD, outcome.name() + " FAILED: " + text)));
            }
            ratio().ifPresent(value -> terminal.line("ratio " + Ratio.text(value)));
        }

        /** One JSON document. */
        public String json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("variants", List.of(json(ours), json(theirs)));
            ratio().ifPresent(value -> json.put("ratio", value));
            json.put("clean", clean());
            return Json.write(json);
        }

        private OptionalDouble ratio() {
            return ours.blockedNanos().isEmpty() || theirs.blockedNanos().isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(
                            Distribution.ofNanos(theirs.blockedNanos()).p50()
                                    / Distribution.ofNanos(ours.blockedNanos()).p50());
        }

        private static void row(Table table, SwitchoverOutcome outcome) {
            boolean empty = outcome.blockedNanos().isEmpty();
            Distribution blocked =
                    empty ? new Distribution(0, 0, 0, 0, 0) : Distribution.ofNanos(outcome.blockedNanos());
            table.row(
                    Cell.of(outcome.name()),
                    Cell.of(blocked.count()),
                    Cell.of(Distribution.text(blocked.min())),
                    Cell.of(Distribution.text(blocked.p50())),
                    Cell.of(Distribution.text(blocked.p99())),
                    Cell.of(Distribution.text(blocked.max())),
                    Cell.of(outcome.refused()),
                    Cell.of(outcome.writes()
                            .map(w -> Long.toString(w.acknowledged()))
                            .orElse("-")),
                    Cell.of(outcome.writes()
                            .map(w -> Integer.toString(w.lost().size()))
                            .orElse("-")));
        }

        private static Map<String, Object> json(SwitchoverOutcome outcome) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", outcome.name());
            json.put("rounds", outcome.blockedNanos().size());
            if (!outcome.blockedNanos().isEmpty()) {
                json.put("blocked", Distribution.ofNanos(outcome.blockedNanos()).json());
            }
            json.put("refused", outcome.refused());
            outcome.writes().ifPresent(writes -> {
                json.put("acknowledged", writes.acknowledged());
                json.put("lost", writes.lost().size());
                json.put("unreadable", writes.unreadable().size());
            });
            outcome.failure().ifPresent(text -> json.put("failure", text));
            return json;
        }
    }
}
