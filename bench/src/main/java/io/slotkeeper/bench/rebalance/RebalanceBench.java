package io.slotkeeper.bench.rebalance;

import io.slotkeeper.bench.BenchSession;
import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.testkit.RedisServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Slotkeeper's growth by a shard, then that of redis-cli, each on a fresh cluster with the same data and clients. */
public final class RebalanceBench {
    private static final int PIPELINE = 100;
    private static final int DEBUG_GUARDED_SINCE = 7;
    private static final long DAY_MILLIS = 86_400_000;

    private final Layout layout;
    private final int keys;
    private final int clients;
    private final Duration pause;
    private final Consumer<String> progress;

    /** Nothing is started yet. */
    public RebalanceBench(Layout layout, int keys, int clients, Duration pause, Consumer<String> progress) {
        this.layout = layout;
        this.keys = keys;
        this.clients = clients;
        this.pause = pause;
        this.progress = progress;
    }

    /**
     * Runs all, one after the other.
     *
     * @param redisCli the native side; empty for none
     */
    public RebalanceReport run(BenchSession session, Optional<Path> redisCli) {
        DataSet data = new DataSet(keys, 1, System.currentTimeMillis() + DAY_MILLIS);
        RebalanceRun run = new RebalanceRun(data, clients, pause, progress);
        List<RebalanceOutcome> outcomes = new ArrayList<>();
        outcomes.add(measure(session, run, () -> SlotkeeperGrowth.start(layout, change())));
        redisCli.ifPresent(cli -> List.of(OptionalInt.empty(), OptionalInt.of(PIPELINE))
                .forEach(pipeline -> outcomes.add(
                        measure(session, run, () -> NativeGrowth.start(layout, cli, pipeline, change())))));
        return new RebalanceReport(outcomes);
    }

    private RebalanceOutcome measure(BenchSession session, RebalanceRun run, Supplier<GrowingCluster> start) {
        progress.accept("starting " + layout.shards() + " shards with " + layout.replicas() + " replica(s) each");
        return session.with(start, run::run);
    }

    /** The values are compared by a debug command. */
    private UnaryOperator<RedisServerOptions> change() {
        return layout.binary().major() >= DEBUG_GUARDED_SINCE
                ? options -> options.withLine("enable-debug-command local")
                : UnaryOperator.identity();
    }
}
