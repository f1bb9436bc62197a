package io.slotkeeper.bench.failover;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.Waiting;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.HostAndPort;

/** Reads the slot stream and the history of a cluster under Slotkeeper. Used by one thread. */
final class SlotkeeperWitness implements KillWitness {
    private static final Duration FRAME_TIMEOUT = Duration.ofSeconds(10);
    private static final int HISTORY_LIMIT = 1000;
    private static final long NANOS_PER_MICRO = 1000;

    private final CoordinatorClient client;
    private final StreamWatch stream;
    private final List<Long> frameNanos = new ArrayList<>();
    private final Map<String, List<Long>> phaseNanos = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long sequence;
    private int activations;
    private long estimatedLossBytes;

    /** Subscribes. */
    SlotkeeperWitness(CoordinatorClient client) {
        this.client = client;
        this.stream = StreamWatch.start(client);
        for (String phase : SlotkeeperEvidence.PHASES) {
            phaseNanos.put(phase, new ArrayList<>());
        }
        newEntries();
    }

    @Override
    public void afterRecovery(long killedAtNanos, HostAndPort killed) {
        try {
            Waiting.until(
                    () -> stream.changeAfter(killedAtNanos, killed).isPresent()
                            ? Optional.empty()
                            : Optional.of("no change frame that replaces " + killed),
                    "slot stream",
                    FRAME_TIMEOUT);
            frameNanos.add(stream.changeAfter(killedAtNanos, killed).orElseThrow());
        } catch (BenchFailure e) {
            faults.add(e.getMessage());
        }
    }

    @Override
    public void afterHealing() {
        for (JsonNode entry : newEntries()) {
            if (Json.text(entry.path("event")).equals("PRIMARY_ACTIVATED")) {
                take(entry.path("figures"));
            }
        }
    }

    /** What was seen; to be asked after the last kill. */
    SlotkeeperEvidence evidence() {
        List<String> all = new ArrayList<>(faults);
        all.addAll(stream.faults());
        long published = Json.parse(client.get("/v1/slots")).path("version").asLong();
        if (published != stream.version()) {
            all.add("the stream is at version " + stream.version() + ", the coordinator at " + published);
        }
        return new SlotkeeperEvidence(
                new SlotkeeperEvidence.Stream(stream.count() - 1, stream.version(), frameNanos, all),
                phaseNanos,
                activations,
                estimatedLossBytes);
    }

    @Override
    public void close() {
        stream.close();
    }

    private void take(JsonNode figures) {
        activations++;
        // -1: unknown, counts as nothing.
        estimatedLossBytes += Math.max(0, figures.path("estimatedLossBytes").asLong());
        phaseNanos.forEach((phase, values) -> {
            JsonNode micros = figures.path(phase + "Micros");
            if (micros.asLong(-1) >= 0) {
                values.add(micros.asLong() * NANOS_PER_MICRO);
            }
        });
    }

    /** Those since the last call. */
    private List<JsonNode> newEntries() {
        String query = "/v1/history?limit=" + HISTORY_LIMIT + "&since=" + sequence;
        List<JsonNode> entries =
                Json.elements(Json.parse(client.get(query)).path("history")).toList();
        entries.forEach(
                entry -> sequence = Math.max(sequence, entry.path("sequence").asLong()));
        return entries;
    }
}
