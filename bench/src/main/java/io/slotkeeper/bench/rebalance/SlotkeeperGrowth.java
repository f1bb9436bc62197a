package io.slotkeeper.bench.rebalance;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.cluster.ProcessesContender;
import io.slotkeeper.bench.cluster.Waiting;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.testkit.RedisServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import redis.clients.jedis.HostAndPort;

/** {@code slotkeeper add-shard}, which forms the shard and goes on at once. */
final class SlotkeeperGrowth implements GrowingCluster {
    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final Duration JOIN = Duration.ofMinutes(1);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final ProcessesContender cluster;
    private String operation = "";

    private SlotkeeperGrowth(ProcessesContender cluster) {
        this.cluster = cluster;
    }

    /**
     * Starts one.
     *
     * @param change applied to the options of every node
     */
    static SlotkeeperGrowth start(Layout layout, UnaryOperator<RedisServerOptions> change) {
        return new SlotkeeperGrowth(ProcessesContender.start(layout, 1 + layout.replicas(), change));
    }

    @Override
    public String name() {
        return cluster.name();
    }

    @Override
    public List<HostAndPort> addresses() {
        return cluster.addresses();
    }

    @Override
    public List<HostAndPort> spares() {
        return cluster.spares();
    }

    @Override
    public void join() {
        String begun = cluster.client().post("/v1/operations", "{\"kind\":\"add-shard\"}", ANSWER);
        operation = "/v1/operations/" + Json.parse(begun).path("id").asLong();
        String shard = "/v1/shards/" + Json.text(Json.parse(begun).path("shard"));
        Waiting.until(
                () -> Json.text(Json.parse(cluster.client().get(shard)).path("state"))
                                .equals("active")
                        ? Optional.empty()
                        : Optional.of("the new shard is not formed"),
                cluster.name(),
                JOIN);
    }

    @Override
    public void grow() {
        Waiting.until(this::missing, cluster.name(), TIMEOUT);
    }

    private Optional<String> missing() {
        JsonNode now = Json.parse(cluster.client().get(operation));
        String state = Json.text(now.path("state"));
        if (state.equals("aborted") || state.equals("paused")) {
            throw new BenchFailure("The operation is " + state + ": " + Json.text(now.path("reason")));
        }
        return state.equals("done") ? Optional.empty() : Optional.of("the operation is " + state);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
