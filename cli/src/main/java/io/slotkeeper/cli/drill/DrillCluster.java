package io.slotkeeper.cli.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.client.Health;
import io.slotkeeper.cli.output.Json;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The cluster that is drilled, as its coordinators tell of it. Methods block. */
final class DrillCluster {
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final long POLL_NANOS = 50_000_000;

    private final CoordinatorClient client;
    private final List<CoordinatorClient> each;

    DrillCluster(CoordinatorClient client) {
        this.client = client;
        this.each = client.coordinators().stream()
                .map(coordinator -> new CoordinatorClient(List.of(coordinator)))
                .toList();
    }

    JsonNode status() {
        return Json.parse(client.get("/v1/status"));
    }

    /** How many coordinators were named. */
    int coordinators() {
        return each.size();
    }

    /** What is not well; every coordinator that was named has to answer, and all have to agree on the leader. */
    Optional<String> complaint() {
        try {
            String leader = "";
            for (CoordinatorClient coordinator : each) {
                JsonNode status = Json.parse(coordinator.get("/v1/status"));
                Optional<String> complaint = Health.complaint(status);
                if (complaint.isPresent()) {
                    return complaint;
                }
                String named = Json.text(status.path("leader"));
                if (!leader.isEmpty() && !leader.equals(named)) {
                    return Optional.of("the coordinators do not agree on their leader");
                }
                leader = named;
            }
            return Optional.empty();
        } catch (CommandFailure e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * Waits until the cluster is healthy.
     *
     * @return what is still not well in the end; empty when all is
     */
    Optional<String> awaitHealthy(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Optional<String> complaint = complaint();
        while (complaint.isPresent() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL_NANOS);
            complaint = complaint();
        }
        return complaint;
    }

    /**
     * Asks for a fault.
     *
     * @return what is done, in a sentence
     * @throws CommandFailure if it is refused
     */
    String request(Fault fault, DrillTarget target, Duration hangFor, boolean dryRun) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("fault", fault.wire());
        switch (fault.role()) {
            case PRIMARY -> body.put("node", target.primaryAgent());
            case REPLICA -> body.put("node", target.replicaAgent());
            case SHARD -> body.put("shard", target.shard());
            case LEADER -> {}
        }
        if (fault.lasts()) {
            body.put("forMillis", hangFor.toMillis());
        }
        body.put("dryRun", dryRun);
        return Json.text(
                Json.parse(client.post("/v1/drills", Json.write(body), ANSWER)).path("text"));
    }

    /** The number of the newest entry of the history. */
    long newestEntry() {
        return Json.elements(Json.parse(client.get("/v1/history?limit=1")).path("history"))
                .mapToLong(entry -> entry.path("sequence").asLong())
                .max()
                .orElse(0);
    }

    /** What the history says of the last promotion of a shard since an entry. */
    DrillOutcome.Reported promotion(String shard, long since) {
        JsonNode history =
                Json.parse(client.get("/v1/history?limit=1000&since=" + since)).path("history");
        String cause = "";
        Optional<Long> loss = Optional.empty();
        for (JsonNode entry : history) {
            boolean ours = Json.text(entry.path("shard")).equals(shard);
            if (ours && Json.text(entry.path("event")).equals("PRIMARY_ACTIVATED")) {
                cause = Json.text(entry.path("code"));
                loss = Optional.of(entry.at("/figures/estimatedLossBytes").asLong());
            }
        }
        return new DrillOutcome.Reported(cause, loss);
    }

    /** The base address of a coordinator that answers, for a message. */
    URI first() {
        return client.coordinators().get(0);
    }

    static CommandFailure refused(String text) {
        return new CommandFailure(ExitCode.FAILED, text);
    }
}
