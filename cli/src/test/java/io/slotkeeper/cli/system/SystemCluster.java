package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.client.SlotStream;
import io.slotkeeper.testkit.FreePorts;
import io.slotkeeper.testkit.LocalRedisGroup;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.RedisServer;
import io.slotkeeper.testkit.RedisServerOptions;
import io.slotkeeper.testkit.WriteLoad;
import io.slotkeeper.testkit.WriteLoadOptions;
import io.slotkeeper.testkit.net.Host;
import io.slotkeeper.testkit.net.TestNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/**
 * A whole cluster of real processes: redis-servers, one JVM for every agent and every coordinator, on free loopback
 * ports. Coordinators are {@code c1} and on. The node with index i has agent {@code a(i+1)}. The output of the JVMs is kept below {@code target/system-logs}.
 * Not thread-safe.
 */
final class SystemCluster implements AutoCloseable {
    /** Bound for everything that takes a moment on an idle machine. */
    static final Duration SOON = Duration.ofSeconds(20);

    private static final Duration START = Duration.ofSeconds(90);
    private static final Path LOGS = Path.of("target", "system-logs");
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int COORDINATOR_HEAP = 256;
    private static final int AGENT_HEAP = 48;

    private final SystemOptions options;
    private final Path logs;
    private final LocalRedisGroup redis;
    private final Map<String, CoordinatorPorts> ports = new TreeMap<>();
    private final Map<String, JavaProcess> coordinators = new TreeMap<>();
    private final Map<String, JavaProcess> agents = new TreeMap<>();
    private final Map<String, RedisServer> servers = new TreeMap<>();
    private final Map<String, RedisServer> added = new TreeMap<>();
    private final Rest rest;

    /** Where one coordinator listens. */
    private record CoordinatorPorts(String host, int http, int cluster, int raft, int bridge) {
        static CoordinatorPorts reserve(String host) {
            return new CoordinatorPorts(
                    host, FreePorts.reserve(), FreePorts.reserve(), FreePorts.reserve(), FreePorts.reserve());
        }

        String base() {
            return "http://" + host + ":" + http;
        }

        void release() {
            List.of(http, cluster, raft, bridge).forEach(FreePorts::release);
        }
    }

    private SystemCluster(SystemOptions options) {
        this(options, LocalRedisGroup.start(options.binary(), Math.max(1, options.nodes()), options.redisOptions()));
    }

    private SystemCluster(SystemOptions options, LocalRedisGroup redis) {
        this.options = options;
        this.logs = newDirectory(options.name());
        this.redis = redis;
        for (int i = 1; i <= options.coordinators(); i++) {
            ports.put("c" + i, CoordinatorPorts.reserve(options.places().address("c" + i)));
        }
        this.rest = new Rest(ports.values().stream().map(CoordinatorPorts::base).toList());
    }

    /** Starts everything and waits until it is well. */
    static SystemCluster start(SystemOptions options) {
        SystemCluster cluster = new SystemCluster(options);
        try {
            cluster.startCoordinators();
            for (int i = 0; i < options.nodes(); i++) {
                cluster.servers.put("a" + (i + 1), cluster.redis.server(i));
                cluster.startAgent("a" + (i + 1), cluster.redis.server(i));
            }
            cluster.awaitHealthy(START);
            return cluster;
        } catch (RuntimeException | AssertionError e) {
            LogTails.print(cluster.logs);
            cluster.close();
            throw e;
        }
    }

    /** Starts agents and coordinators beside nodes that run already; they form nothing, and nothing is waited for. */
    static SystemCluster beside(LocalRedisGroup running, SystemOptions options) {
        SystemCluster cluster = new SystemCluster(options, running);
        cluster.startCoordinators();
        for (int i = 0; i < options.nodes(); i++) {
            cluster.servers.put("a" + (i + 1), running.server(i));
            cluster.startAgent("a" + (i + 1), running.server(i));
        }
        return cluster;
    }

    /** Starts the coordinator only; agents are the test's business. */
    static SystemCluster coordinatorOnly(SystemOptions options) {
        SystemCluster cluster = new SystemCluster(options);
        cluster.startCoordinators();
        cluster.awaitCoordinators();
        return cluster;
    }

    // --- Parts ----------------------------------------------------------------------------------------------------

    private void startCoordinators() {
        ports.keySet().forEach(id -> coordinators.put(id, startCoordinator(id, List.of())));
    }

    /** Starts a coordinator of the group with more words than usual; the later ones count. Its end is the test's business. */
    JavaProcess startCoordinator(String id, List<String> more) {
        List<String> words = new ArrayList<>(coordinatorWords(id));
        for (String word : more) {
            String flag = word.split("=", 2)[0];
            words.removeIf(each -> each.startsWith(flag + "="));
            words.add(word);
        }
        return JavaProcess.slotkeeper(options.places().enter(id), logs.resolve(id + ".log"), COORDINATOR_HEAP, words);
    }

    /** The command line of a coordinator of this group. */
    List<String> coordinatorWords(String id) {
        CoordinatorPorts own = ports.get(id);
        List<String> words = new ArrayList<>(List.of(
                "coordinator",
                "--id=" + id,
                "--host=" + own.host(),
                "--http-port=" + own.http(),
                "--cluster-port=" + own.cluster(),
                "--raft-port=" + own.raft(),
                "--bridge-port=" + own.bridge(),
                "--seeds=" + seeds(),
                "--peers=" + peers(),
                "--data-dir=" + dataDir(id),
                "--shards=" + options.shards(),
                "--replicas=" + options.replicas()));
        words.addAll(options.coordinatorFlags());
        return words;
    }

    private String seeds() {
        return ports.values().stream()
                .map(each -> each.host() + ":" + each.cluster())
                .collect(Collectors.joining(","));
    }

    String peers() {
        return ports.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue().host() + ":"
                        + each.getValue().raft())
                .collect(Collectors.joining(","));
    }

    Path dataDir(String coordinator) {
        return redis.directory().resolve("coordinator").resolve(coordinator);
    }

    private void startAgent(String name, RedisServer server) {
        List<String> words = new ArrayList<>();
        if (options.overSockets()) {
            words.add("--redis=unix:" + server.options().endpoint().unixSocket().orElseThrow());
            words.add("--announce=" + server.address());
        } else {
            words.add("--redis=" + server.address());
        }
        options.password().ifPresent(secret -> words.add("--redis-password-file=" + secretFile(secret)));
        agents.put(name, agent(name, name, words));
    }

    /** Starts one more agent; its end is the end of the cluster as well. */
    JavaProcess extraAgent(String name, String logName, List<String> words) {
        JavaProcess started = agent(name, logName, words);
        agents.put(logName, started);
        return started;
    }

    /** Starts one more node with its agent; it is in no shard. Not among {@link #addresses}. */
    RedisServer addNode(String name) {
        int port = FreePorts.reserve();
        RedisServer server = new RedisServer(
                options.binary(),
                options.redisOptions()
                        .apply(RedisServerOptions.in(redis.directory().resolve("redis-" + port), port)));
        added.put(name, server);
        server.start();
        server.awaitAnswering(SOON);
        startAgent(name, server);
        return server;
    }

    private JavaProcess agent(String name, String logName, List<String> words) {
        List<String> all = new ArrayList<>(List.of(
                "agent",
                "--name=" + name,
                "--host=" + options.places().address(name),
                "--zone=z" + (agents.size() % 2),
                "--cluster-port=" + FreePorts.reserve(),
                "--seeds=" + seeds()));
        all.addAll(words);
        return JavaProcess.slotkeeper(options.places().enter(name), logs.resolve(logName + ".log"), AGENT_HEAP, all);
    }

    /** The first coordinator. */
    JavaProcess coordinator() {
        return coordinator("c1");
    }

    JavaProcess coordinator(String id) {
        return coordinators.get(id);
    }

    /** Ids of all coordinators. */
    List<String> coordinatorIds() {
        return List.copyOf(coordinators.keySet());
    }

    /** The coordinator that leads, in the eyes of one that runs. */
    String leader() {
        return Await.value(SOON, () -> "a leader in " + rest.get("/v1/status"), () -> Optional.of(
                        rest.get("/v1/status").path("leader").asText())
                .filter(coordinators::containsKey)
                .filter(id -> coordinator(id).isAlive()));
    }

    /** Coordinators that do not lead. */
    List<String> followers() {
        String leader = leader();
        return coordinators.keySet().stream().filter(id -> !id.equals(leader)).toList();
    }

    JavaProcess agent(String name) {
        return agents.get(name);
    }

    RedisServer server(String agent) {
        return servers.getOrDefault(agent, added.get(agent));
    }

    /** Kills the node if it runs, deletes its data and starts it at once, with other options from now on. */
    RedisServer restartEmpty(String agent, UnaryOperator<RedisServerOptions> change) {
        RedisServer before = servers.get(agent);
        before.close();
        RedisServer after = new RedisServer(before.binary(), change.apply(before.options()));
        servers.put(agent, after);
        return after.restartEmpty();
    }

    /** A JVM with a {@code slotkeeper} client command, with {@code --coordinator}; waits for its end. */
    CommandResult cli(String... words) {
        return CommandResult.run(logs.resolve("cli.log"), rest.base(), words);
    }

    // --- Addresses ------------------------------------------------------------------------------------------------

    Rest rest() {
        return rest;
    }

    /** Follows the changes by the client of the command line, which knows all coordinators. */
    SlotStream follow(long since) {
        List<URI> all =
                ports.values().stream().map(each -> URI.create(each.base())).toList();
        return new SlotStream(new CoordinatorClient(all), since, notice -> System.out.println("stream: " + notice));
    }

    /** One coordinator alone. */
    Rest rest(String coordinator) {
        return new Rest(List.of(ports.get(coordinator).base()));
    }

    int httpPort() {
        return httpPort("c1");
    }

    int httpPort(String coordinator) {
        return ports.get(coordinator).http();
    }

    int clusterPort() {
        return ports.get("c1").cluster();
    }

    int bridgePort() {
        return ports.get("c1").bridge();
    }

    Path logs() {
        return logs;
    }

    /** Where a test may put its own files; gone when the cluster is closed. */
    Path scratch() {
        return redis.directory();
    }

    List<HostAndPort> addresses() {
        return servers.values().stream().map(RedisServer::address).toList();
    }

    RedisProbe probe(String agent) {
        return new RedisProbe(server(agent).address(), options.password());
    }

    Optional<String> password() {
        return options.password();
    }

    FrameRecorder stream() {
        return FrameRecorder.connect(httpPort());
    }

    /** Writers on all slots, paced so that the JVMs get their share of the processors. */
    WriteLoad load(int writers) {
        WriteLoadOptions load = WriteLoadOptions.to(addresses())
                .withWriters(writers)
                .withPacing(Duration.ofNanos(500_000))
                .withTimeout(Duration.ofSeconds(5));
        return WriteLoad.start(options.password().map(load::withPassword).orElse(load));
    }

    // --- State ----------------------------------------------------------------------------------------------------

    long version() {
        return rest.get("/v1/slots").path("version").asLong();
    }

    JsonNode shard(String id) {
        return rest.get("/v1/shards/" + id);
    }

    /** Agent of the shard's primary, by the slot map. */
    String primary(String shard) {
        return agentOf(shard(shard).path("primary"));
    }

    /** Agents of the shard's replicas, by the slot map. */
    List<String> replicas(String shard) {
        List<String> names = new ArrayList<>();
        shard(shard).path("replicas").forEach(node -> names.add(agentOf(node)));
        return names;
    }

    /** Node id of an agent's node. */
    String nodeId(String agent) {
        return rest.get("/v1/nodes/" + agent).path("id").asText();
    }

    private String agentOf(JsonNode node) {
        return rest.get("/v1/nodes/" + node.path("id").asText()).path("agent").asText();
    }

    /** Whether a slot is of the shard. */
    boolean owns(String shard, int slot) {
        return inSlots(shard(shard), slot);
    }

    /** Whether a slot is of the shard, as the slot map shows it. */
    static boolean inSlots(JsonNode shard, int slot) {
        for (JsonNode range : shard.path("slots")) {
            if (slot >= range.path(0).asInt() && slot <= range.path(1).asInt()) {
                return true;
            }
        }
        return false;
    }

    /** Shards: {@code s1} … */
    List<String> shards() {
        List<String> ids = new ArrayList<>();
        rest.get("/v1/shards")
                .path("shards")
                .forEach(shard -> ids.add(shard.path("id").asText()));
        return ids;
    }

    /** The newest sequence of the history. */
    long historyEnd() {
        List<JsonNode> entries = history(0);
        return entries.isEmpty()
                ? 0
                : entries.get(entries.size() - 1).path("sequence").asLong();
    }

    /** Entries of the history above a sequence, oldest first. */
    List<JsonNode> history(long since) {
        List<JsonNode> entries = new ArrayList<>();
        JsonNode answer = rest.get("/v1/history?limit=1000&since=" + since);
        (answer.isArray() ? answer : answer.path("history")).forEach(entries::add);
        return entries;
    }

    /** Waits for an entry of the history. */
    JsonNode awaitHistory(long since, String shard, String event, String code) {
        return Await.value(
                SOON,
                () -> event + " " + code + " of " + shard + " in the history " + history(since),
                () -> history(since).stream()
                        .filter(entry -> entry.path("shard").asText().equals(shard)
                                && entry.path("event").asText().equals(event)
                                && entry.path("code").asText().equals(code))
                        .findFirst());
    }

    void restartCoordinator() {
        coordinator().start();
    }

    /** Mends the network, starts what is not running, and waits until all nodes serve in sync under their agents' eyes. */
    void heal() {
        options.places().network().ifPresent(TestNetwork::heal);
        agents.values().stream().filter(agent -> !agent.isAlive()).forEach(JavaProcess::start);
        servers.values().stream().filter(server -> !server.isAlive()).forEach(RedisServer::start);
        coordinators.values().stream().filter(each -> !each.isAlive()).forEach(JavaProcess::start);
        awaitHealthy(START);
    }

    void awaitHealthy() {
        awaitHealthy(SOON);
    }

    /** Waits until the first coordinator says that it runs. */
    void awaitCoordinator() {
        awaitCoordinator("c1");
    }

    /** Waits until a coordinator says, since its last start, that it runs. */
    void awaitCoordinator(String id) {
        coordinator(id).awaitOutput("coordinator " + id + " runs", START);
    }

    private void awaitCoordinators() {
        coordinators.keySet().forEach(this::awaitCoordinator);
    }

    private void awaitHealthy(Duration timeout) {
        awaitCoordinators();
        Await.asserted(timeout, this::assertHealthy);
    }

    private void assertHealthy() {
        coordinators.keySet().forEach(id -> assertHealthy(id, rest(id).get("/v1/status")));
        servers.keySet().forEach(this::assertKnowsAll);
        assertThat(coordinators.keySet())
                .as("versions of the coordinators")
                .extracting(id -> rest(id).get("/v1/slots").path("version").asLong())
                .containsOnly(version());
    }

    /** In the eyes of every coordinator: any of them may lead next. */
    private void assertHealthy(String coordinator, JsonNode status) {
        assertThat(status.path("phase").asText())
                .as("phase of %s: %s", coordinator, status)
                .isEqualTo("active");
        assertThat(status.path("ready").asBoolean()).as("ready of " + status).isTrue();
        assertThat(status.path("nodes").size()).as("nodes of " + status).isEqualTo(options.nodes());
        status.path("nodes").forEach(node -> {
            assertThat(node.path("process").asText()).as("process of " + node).isEqualTo("up");
            assertThat(node.path("agentAlive").asBoolean())
                    .as("agent of " + node)
                    .isTrue();
            boolean primary = node.path("role").asText().equals("primary");
            assertThat(primary || node.path("linkUp").asBoolean())
                    .as("link of " + node)
                    .isTrue();
        });
    }

    /** Redis gossips on its own: a node that came back is seen by all only a moment later. */
    private void assertKnowsAll(String agent) {
        try (RedisProbe probe = probe(agent)) {
            assertThat(probe.clusterInfo("cluster_state"))
                    .as("cluster_state of " + agent)
                    .isEqualTo("ok");
            assertThat(probe.clusterNodes())
                    .as("CLUSTER NODES of " + agent)
                    .hasSize(servers.size())
                    .noneMatch(node -> node.failing());
        }
    }

    /** The network with a host for every coordinator and every agent. */
    TestNetwork network() {
        return options.places().network().orElseThrow();
    }

    /** The host of a coordinator or of an agent with its node. */
    Host host(String part) {
        return network().host(part);
    }

    @Override
    public void close() {
        agents.values().forEach(JavaProcess::close);
        coordinators.values().forEach(JavaProcess::close);
        servers.values().forEach(RedisServer::close);
        added.values().forEach(RedisServer::close);
        added.values().forEach(server -> FreePorts.release(server.port()));
        redis.close();
        ports.values().forEach(CoordinatorPorts::release);
        options.places().network().ifPresent(TestNetwork::close);
    }

    private Path secretFile(String secret) {
        try {
            return Files.writeString(redis.directory().resolve("redis-password"), secret);
        } catch (IOException e) {
            throw new UncheckedIOException("no password file", e);
        }
    }

    private static Path newDirectory(String name) {
        try {
            Path directory = LOGS.resolve(String.format("%02d-%s", COUNT.incrementAndGet(), name));
            Files.createDirectories(directory);
            try (Stream<Path> earlier = Files.list(directory)) {
                for (Path old : earlier.toList()) {
                    Files.delete(old);
                }
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for logs", e);
        }
    }

    @Override
    public String toString() {
        return options.toString();
    }
}
