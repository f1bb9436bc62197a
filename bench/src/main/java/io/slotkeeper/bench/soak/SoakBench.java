package io.slotkeeper.bench.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.bench.BenchSession;
import io.slotkeeper.bench.LoadShape;
import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.SlotkeeperContender;
import io.slotkeeper.bench.failover.StreamWatch;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.WriteLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A cluster under load on a machine that has no time to spare: nothing fails, so nothing must be failed over. */
public final class SoakBench {
    private static final Duration WRITES_LIMIT = Duration.ofSeconds(60);
    private static final int WRITES_BEFORE = 5000;
    private static final int HISTORY_LIMIT = 1000;
    private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

    private final LoadShape load;
    private final Duration time;
    private final int burners;
    private final Consumer<String> progress;
    private final List<String> elections = new ArrayList<>();
    private final Map<String, Long> notes = new TreeMap<>();
    private long sequence;

    /**
     * Nothing is started yet.
     *
     * @param time how long the machine is kept busy
     * @param burners processes that keep it busy
     */
    public SoakBench(LoadShape load, Duration time, int burners, Consumer<String> progress) {
        this.load = load;
        this.time = time;
        this.burners = burners;
        this.progress = progress;
    }

    /** Runs it. */
    public SoakOutcome run(BenchSession session, Supplier<SlotkeeperContender> slotkeeper) {
        progress.accept("starting a cluster");
        return session.with(slotkeeper, this::soak);
    }

    private SoakOutcome soak(SlotkeeperContender cluster) {
        cluster.awaitHealthy();
        read(cluster.client());
        elections.clear();
        notes.clear();
        try (StreamWatch stream = StreamWatch.start(cluster.client());
                WriteLoad writers = load.start(cluster.addresses())) {
            writers.awaitMore(WRITES_BEFORE, WRITES_LIMIT);
            long begin = System.nanoTime();
            try (Burners busy = Burners.start(burners)) {
                stay(cluster, writers, busy, begin);
            }
            long end = System.nanoTime();
            History history = writers.stop();
            cluster.awaitHealthy();
            read(cluster.client());
            return new SoakOutcome(
                    TimeUnit.NANOSECONDS.toSeconds(end - begin),
                    burners,
                    elections,
                    notes,
                    stream.faults(),
                    history.errors(),
                    history.blockedMillis(begin, end),
                    new HistoryChecker(cluster.addresses()).check(history));
        } catch (AssertionError e) {
            throw new BenchFailure(e.getMessage() + " " + cluster.said(), e);
        }
    }

    private void stay(SlotkeeperContender cluster, WriteLoad writers, Burners busy, long begin) {
        while (System.nanoTime() - begin < time.toNanos()) {
            long left = time.toNanos() - (System.nanoTime() - begin);
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, TOLD_EVERY.toNanos()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchFailure("Interrupted.", e);
            }
            busy.requireAlive();
            read(cluster.client());
            progress.accept("busy for " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + " s: "
                    + writers.acknowledged() + " writes, " + elections.size() + " false failovers");
        }
    }

    /** Counts what is new in the history. */
    private void read(CoordinatorClient client) {
        String query = "/v1/history?limit=" + HISTORY_LIMIT + "&since=" + sequence;
        for (JsonNode entry : Json.parse(client.get(query)).path("history")) {
            sequence = Math.max(sequence, entry.path("sequence").asLong());
            String event = Json.text(entry.path("event"));
            if (event.equals("PRIMARY_ELECTED")) {
                elections.add(Json.text(entry.path("code")) + ": " + Json.text(entry.path("text")));
            } else if (event.equals("DECISION_NOTED")) {
                notes.merge(Json.text(entry.path("code")), 1L, Long::sum);
            }
        }
    }
}
