package io.slotkeeper.bench.failover;

import io.slotkeeper.bench.BenchSession;
import io.slotkeeper.bench.LoadShape;
import io.slotkeeper.bench.cluster.FloorContender;
import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.cluster.MeasuredCluster;
import io.slotkeeper.bench.cluster.NativeContender;
import io.slotkeeper.bench.cluster.SlotkeeperContender;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Slotkeeper, the floor and native clusters one after the other, never two at a time, under the same load. */
public final class FailoverBench {
    /** Redis elects only with the votes of a majority of at least three primaries. */
    private static final int NATIVE_NEEDS_SHARDS = 3;

    private final Layout layout;
    private final LoadShape load;
    private final Kills kills;
    private final Consumer<String> progress;

    /**
     * How often to kill.
     *
     * @param ours for Slotkeeper and the floor
     * @param natives for native clusters, by node timeout in milliseconds
     */
    public record Kills(int ours, Map<Integer, Integer> natives) {
        private static final int SLOW_FROM_MILLIS = 5000;
        private static final int SLOW = 3;
        private static final int FAST = 10;

        /** Copies. */
        public Kills {
            natives = Map.copyOf(natives);
        }

        /**
         * A few for a slow native cluster, because each takes as long as its node timeout and more.
         *
         * @param natively for each of them; 0 for 10 below a timeout of 5 s and 3 above
         */
        public static Kills of(int ours, List<Integer> nodeTimeouts, int natively) {
            Map<Integer, Integer> natives = new LinkedHashMap<>();
            for (int timeout : nodeTimeouts) {
                natives.put(timeout, natively > 0 ? natively : timeout < SLOW_FROM_MILLIS ? FAST : SLOW);
            }
            return new Kills(ours, natives);
        }
    }

    /** Nothing is started yet. */
    public FailoverBench(Layout layout, LoadShape load, Kills kills, Consumer<String> progress) {
        this.layout = layout;
        this.load = load;
        this.kills = kills;
        this.progress = progress;
    }

    /** Runs everything; contenders that fail are part of the result. */
    public Result run(BenchSession session, Supplier<SlotkeeperContender> slotkeeper) {
        List<String> notes = new ArrayList<>();
        FailoverOutcome ours = measure(session, "slotkeeper", slotkeeper, kills.ours());
        FailoverOutcome floor = measure(session, "floor", () -> FloorContender.start(layout), kills.ours());
        Map<Integer, FailoverOutcome> natives = new LinkedHashMap<>();
        if (layout.shards() < NATIVE_NEEDS_SHARDS) {
            notes.add("native Redis Cluster is left out: with fewer than " + NATIVE_NEEDS_SHARDS
                    + " primaries it never fails over.");
        } else {
            kills.natives().keySet().stream()
                    .sorted()
                    .forEach(timeout -> natives.put(
                            timeout,
                            measure(
                                    session,
                                    "native " + timeout + " ms",
                                    () -> NativeContender.start(layout, Duration.ofMillis(timeout)),
                                    kills.natives().get(timeout))));
        }
        return new Result(new FailoverReport(ours, floor, natives, notes));
    }

    private <C extends MeasuredCluster> FailoverOutcome measure(
            BenchSession session, String name, Supplier<C> start, int count) {
        progress.accept(
                name + ": starting " + layout.shards() + " shards with " + layout.replicas() + " replica(s) each");
        return session.with(start, cluster -> new FailoverRun(cluster, load, count, progress).run());
    }

    /** The figures. */
    public static final class Result {
        private final FailoverReport report;

        private Result(FailoverReport report) {
            this.report = report;
        }

        /** Whether every contender recovered from every kill, and Slotkeeper told of each as it must. */
        public boolean clean() {
            return report.clean();
        }

        /** Tables; the last line is the ratio. */
        public void print(Terminal terminal) {
            report.print(terminal);
        }

        /** One JSON document. */
        public String json() {
            return Json.write(report.json());
        }
    }
}
