package io.slotkeeper.bench.jmh;

import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.report.Ratio;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the JMH benchmarks of this package. The figure of a benchmark is its fastest iteration: what else the machine does can
 * only make an iteration slower.
 */
public final class SlotsBench {
    private static final int WARM_UPS = 3;
    private static final TimeValue WARM_UP_TIME = TimeValue.milliseconds(300);
    private static final TimeValue TIME = TimeValue.milliseconds(100);

    private final int forks;
    private final int iterations;
    private final Consumer<String> progress;

    /**
     * Key slots.
     *
     * @param length of the keys in bytes
     * @param tag {@code none} or {@code tagged}
     * @param nanos per call, by implementation
     */
    record KeySlotRow(int length, String tag, Map<String, Double> nanos) {
        /** The faster of Jedis and Lettuce over ours; above 1: ours is faster. */
        double ratio() {
            return Math.min(nanos.get("jedis"), nanos.get("lettuce")) / nanos.get("slotkeeper");
        }
    }

    /**
     * Changes of the slot map.
     *
     * @param nanos per call, by kind of change
     */
    record DeltaRow(int shards, Map<String, Double> nanos) {}

    /** The figures. */
    public record Result(List<KeySlotRow> keySlots, List<DeltaRow> deltas) {
        /** Geometric mean over all kinds of keys. */
        double ratio() {
            return Math.exp(keySlots.stream()
                    .mapToDouble(row -> Math.log(row.ratio()))
                    .average()
                    .orElse(0));
        }

        /** Tables; the last line is the ratio. */
        public void print(Terminal terminal) {
            terminal.line("slot of a key, nanoseconds; ratio: the faster of Jedis and Lettuce over ours");
            Table table = new Table("KEY BYTES>", "HASH TAG", "SLOTKEEPER>", "JEDIS>", "LETTUCE>", "RATIO>");
            keySlots.forEach(row -> table.row(
                    Cell.of(row.length()),
                    Cell.of(row.tag()),
                    Cell.of(text(row.nanos().get("slotkeeper"))),
                    Cell.of(text(row.nanos().get("jedis"))),
                    Cell.of(text(row.nanos().get("lettuce"))),
                    Cell.of(Ratio.text(row.ratio()))));
            terminal.block(table.render(terminal.ansi()));
            terminal.line("");
            terminal.line("applying one change to the slot map, nanoseconds");
            Table changes = new Table("SHARDS>", "PROMOTION>", "SLOT MOVE>");
            deltas.forEach(row -> changes.row(
                    Cell.of(row.shards()),
                    Cell.of(text(row.nanos().get("promotion"))),
                    Cell.of(text(row.nanos().get("slotMove")))));
            terminal.block(changes.render(terminal.ansi()));
            terminal.line("ratio " + Ratio.text(ratio()));
        }

        /** One JSON document. */
        public String json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put(
                    "keySlots",
                    keySlots.stream()
                            .map(row -> Map.of(
                                    "length", row.length(),
                                    "tag", row.tag(),
                                    "nanos", row.nanos(),
                                    "ratio", row.ratio()))
                            .toList());
            json.put(
                    "deltas",
                    deltas.stream()
                            .map(row -> Map.of("shards", row.shards(), "nanos", row.nanos()))
                            .toList());
            json.put("ratio", ratio());
            return Json.write(json);
        }

        private static String text(double nanos) {
            return String.format(Locale.ROOT, "%.1f", nanos);
        }
    }

    /**
     * Nothing is run yet.
     *
     * @param forks JVMs per benchmark; 0: in this one, which is quicker and less exact
     * @param iterations of 0.1 s per benchmark and fork
     */
    public SlotsBench(int forks, int iterations, Consumer<String> progress) {
        this.forks = forks;
        this.iterations = iterations;
        this.progress = progress;
    }

    /**
     * Runs all.
     *
     * @throws BenchFailure if JMH does
     */
    public Result run() {
        progress.accept("key slots: 24 benchmarks");
        Map<String, KeySlotRow> keySlots = new LinkedHashMap<>();
        for (RunResult result : run(KeySlotBenchmark.class)) {
            int length = Integer.parseInt(result.getParams().getParam("length"));
            String tag = result.getParams().getParam("tag");
            keySlots.computeIfAbsent(length + tag, key -> new KeySlotRow(length, tag, new LinkedHashMap<>()))
                    .nanos()
                    .put(result.getPrimaryResult().getLabel(), fastest(result));
        }
        progress.accept("changes of the slot map: 6 benchmarks");
        Map<Integer, DeltaRow> deltas = new LinkedHashMap<>();
        for (RunResult result : run(SlotMapDeltaBenchmark.class)) {
            int shards = Integer.parseInt(result.getParams().getParam("shards"));
            deltas.computeIfAbsent(shards, key -> new DeltaRow(shards, new LinkedHashMap<>()))
                    .nanos()
                    .put(result.getPrimaryResult().getLabel(), fastest(result));
        }
        return new Result(new ArrayList<>(keySlots.values()), new ArrayList<>(deltas.values()));
    }

    private static double fastest(RunResult result) {
        return result.getPrimaryResult().getStatistics().getMin();
    }

    private Collection<RunResult> run(Class<?> benchmark) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmark.getName() + "\\.")
                .forks(forks)
                .warmupIterations(WARM_UPS)
                .warmupTime(WARM_UP_TIME)
                .measurementIterations(iterations)
                .measurementTime(TIME)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        try {
            return new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new BenchFailure("JMH failed: " + e.getMessage(), e);
        }
    }
}
