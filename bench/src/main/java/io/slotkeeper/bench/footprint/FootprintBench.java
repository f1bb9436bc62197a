package io.slotkeeper.bench.footprint;

import io.slotkeeper.bench.BenchSession;
import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.cluster.ProcessesContender;
import io.slotkeeper.bench.report.Distribution;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Memory and processor time of an agent and a coordinator, each in its own process, while nothing happens. */
public final class FootprintBench {
    /** Start-up compiles and loads; it is no steady state. */
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private static final double KIB_PER_MIB = 1024;

    private final Layout layout;
    private final Duration window;
    private final Consumer<String> progress;

    /**
     * One process.
     *
     * @param name {@code coordinator}, {@code agent a1}
     * @param rssMib resident memory at the end
     * @param cpuPercent share of one core over the window
     */
    public record Row(String name, double rssMib, double cpuPercent) {}

    /**
     * Nothing is started yet.
     *
     * @param window how long to look at the idle processes
     */
    public FootprintBench(Layout layout, Duration window, Consumer<String> progress) {
        this.layout = layout;
        this.window = window;
        this.progress = progress;
    }

    /** Starts a cluster, waits, looks twice. */
    public List<Row> run(BenchSession session) {
        progress.accept("starting a coordinator and " + layout.nodes() + " agents, one process each");
        return session.with(() -> ProcessesContender.start(layout), this::measure);
    }

    /** A table. */
    public static void print(Terminal terminal, List<Row> rows) {
        terminal.line("idle processes: resident memory, share of one core");
        Table table = new Table("PROCESS", "RSS MIB>", "CPU %>");
        rows.forEach(row -> table.row(
                Cell.of(row.name()),
                Cell.of(Distribution.text(row.rssMib())),
                Cell.of(Distribution.text(row.cpuPercent()))));
        terminal.block(table.render(terminal.ansi()));
    }

    /** One JSON document. */
    public static String json(List<Row> rows) {
        return Json.write(
                Map.of("processes", rows.stream().map(FootprintBench::json).toList()));
    }

    private static Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", row.name());
        json.put("rssMib", row.rssMib());
        json.put("cpuPercent", row.cpuPercent());
        return json;
    }

    private List<Row> measure(ProcessesContender cluster) {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put("coordinator", cluster.coordinator());
        for (int i = 0; i < cluster.agents().size(); i++) {
            pids.put("agent a" + (i + 1), cluster.agents().get(i));
        }
        pause(SETTLE);
        Map<String, ProcessUse> before = new LinkedHashMap<>();
        pids.forEach((name, pid) -> before.put(name, ProcessUse.of(pid)));
        progress.accept("looking for " + window.toSeconds() + " s");
        long from = System.nanoTime();
        pause(window);
        Duration between = Duration.ofNanos(System.nanoTime() - from);
        List<Row> rows = new ArrayList<>();
        pids.forEach((name, pid) -> {
            ProcessUse now = ProcessUse.of(pid);
            rows.add(new Row(name, now.rssKib() / KIB_PER_MIB, now.percentOfCoreSince(before.get(name), between)));
        });
        return rows;
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted.", e);
        }
    }
}
