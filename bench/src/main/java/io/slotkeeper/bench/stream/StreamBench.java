package io.slotkeeper.bench.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.bench.BenchSession;
import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.cluster.QuickstartContender;
import io.slotkeeper.bench.cluster.SlotkeeperContender;
import io.slotkeeper.bench.report.Distribution;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How soon each of many subscribers has a change of the slot map. The clock starts when the leader makes the record, before
 * it is committed, by the history's wall clock, which is that of this machine.
 */
public final class StreamBench {
    private static final long ARRIVAL_MILLIS = 20_000;
    private static final Duration SWITCH_TIMEOUT = Duration.ofSeconds(20);
    private static final int HISTORY = 100;

    private final Layout layout;
    private final int subscribers;
    private final int changes;
    private final Consumer<String> progress;

    /** Nothing is started yet. */
    public StreamBench(Layout layout, int subscribers, int changes, Consumer<String> progress) {
        this.layout = layout;
        this.subscribers = subscribers;
        this.changes = changes;
        this.progress = progress;
    }

    /** Starts a cluster and the subscribers, then switches shards over, one after the other. */
    public StreamReport run(BenchSession session) {
        progress.accept("starting " + layout.shards() + " shards with " + layout.replicas() + " replica(s) each");
        return session.with(() -> QuickstartContender.start(layout), cluster -> {
            progress.accept("connecting " + subscribers + " subscribers");
            return session.with(
                    () -> Crowd.join(cluster.client().coordinators().get(0), subscribers),
                    crowd -> measure(cluster, crowd));
        });
    }

    private StreamReport measure(SlotkeeperContender cluster, Crowd crowd) {
        List<Spread> spreads = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            cluster.awaitHealthy();
            Spread spread = change(cluster.client(), "s" + (i % layout.shards() + 1), crowd);
            spreads.add(spread);
            progress.accept("change " + (i + 1) + " of " + changes + ": the last of " + subscribers
                    + " subscribers had it after " + Distribution.text(spread.last() / 1e6) + " ms");
        }
        return new StreamReport(subscribers, spreads, crowd.faultCount(), crowd.faults());
    }

    private static Spread change(CoordinatorClient client, String shard, Crowd crowd) {
        long version = Json.parse(client.post("/v1/shards/" + shard + "/switchover", "{}", SWITCH_TIMEOUT))
                .path("version")
                .asLong();
        List<Long> arrivals = crowd.await(version, ARRIVAL_MILLIS).sorted();
        long recorded = recordedNanos(client, version);
        return new Spread(
                arrivals.get(0) - recorded,
                arrivals.get(arrivals.size() / 2) - recorded,
                arrivals.get(arrivals.size() - 1) - recorded);
    }

    /** As from {@link System#nanoTime()}; up to a millisecond too early, because the history counts whole ones. */
    private static long recordedNanos(CoordinatorClient client, long version) {
        JsonNode history =
                Json.parse(client.get("/v1/history?limit=" + HISTORY)).path("history");
        long atMillis = Json.elements(history)
                .filter(entry -> entry.path("version").asLong() == version)
                .filter(entry -> Json.text(entry.path("event")).equals("PRIMARY_ACTIVATED"))
                .mapToLong(entry -> entry.path("atMillis").asLong())
                .findFirst()
                .orElseThrow(() -> new BenchFailure("The history has no activation of version " + version + "."));
        return System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - atMillis);
    }
}
