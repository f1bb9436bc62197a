package io.slotkeeper.bench.cluster;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.client.Health;
import io.slotkeeper.cli.output.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.HostAndPort;

/** A cluster under Slotkeeper, whose control plane runs in JVMs of its own. */
public abstract class SlotkeeperContender implements MeasuredCluster {
    /** Everything listens here. */
    static final String HOST = "127.0.0.1";

    private static final Duration HEAL_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration SWITCH_TIMEOUT = Duration.ofSeconds(20);

    private final CoordinatorClient client;
    private final ClusterHealth health;

    SlotkeeperContender(int httpPort, List<HostAndPort> nodes, int shards) {
        this(List.of(URI.create("http://" + HOST + ":" + httpPort)), nodes, shards);
    }

    SlotkeeperContender(List<URI> coordinators, List<HostAndPort> nodes, int shards) {
        this.client = new CoordinatorClient(coordinators);
        this.health = new ClusterHealth(nodes, shards);
    }

    /** Its REST interface. */
    public final CoordinatorClient client() {
        return client;
    }

    @Override
    public final List<HostAndPort> addresses() {
        return health.nodes();
    }

    /** A refusal is a failure here ({@link io.slotkeeper.cli.client.ProblemException}): a healthy shard gives no reason. */
    @Override
    public final int switchOver(int slot) {
        String shard = Json.text(Json.parse(client.get("/v1/slots/" + slot)).path("shard"));
        client.post("/v1/shards/" + shard + "/switchover", "{}", SWITCH_TIMEOUT);
        return 0;
    }

    /** Besides the nodes' own view, the coordinator must know that every replica is in sync and every shard whole. */
    @Override
    public final void awaitHealthy() {
        Waiting.until(() -> health.missing().or(this::missingAtCoordinator), name(), HEAL_TIMEOUT);
    }

    private Optional<String> missingAtCoordinator() {
        try {
            return Health.complaint(Json.parse(client.get("/v1/status"))).map(text -> "the coordinator says: " + text);
        } catch (CommandFailure e) {
            return Optional.of("the coordinator does not answer: " + e.getMessage());
        }
    }
}
