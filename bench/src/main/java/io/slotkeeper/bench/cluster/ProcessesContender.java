package io.slotkeeper.bench.cluster;

import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.RedisServer;
import io.slotkeeper.testkit.RedisServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;

/** As in production: one JVM for the coordinator, one for each agent. */
public final class ProcessesContender extends SlotkeeperContender {
    private static final Duration NODE_TIMEOUT = Duration.ofSeconds(20);

    private final BenchDirectory directory = BenchDirectory.create();
    private final List<RedisServer> servers = new ArrayList<>();
    private final List<ChildJvm> jvms = new ArrayList<>();

    private final int nodes;

    private ProcessesContender(BenchPorts ports, Layout layout) {
        super(ports.http(), addresses(ports, layout), layout.shards());
        this.nodes = layout.nodes();
    }

    /** Starts one and waits until it is healthy. */
    public static ProcessesContender start(Layout layout) {
        return start(layout, 0, UnaryOperator.identity());
    }

    /**
     * As above, with nodes that are in no shard.
     *
     * @param spares how many
     * @param change applied to the options of every node
     */
    public static ProcessesContender start(Layout layout, int spares, UnaryOperator<RedisServerOptions> change) {
        int count = layout.nodes() + spares;
        BenchPorts ports = BenchPorts.find(count);
        ProcessesContender contender = new ProcessesContender(ports, layout);
        try {
            contender.startNodes(ports, layout.binary(), count, change);
            contender.startControlPlane(ports, layout);
            contender.awaitHealthy();
            // Not before: the cluster is formed of the nodes that come first.
            contender.startAgents(ports, layout.nodes(), count);
            return contender;
        } catch (RuntimeException e) {
            contender.close();
            throw e;
        }
    }

    /** Where the nodes are that are in no shard at first. */
    public synchronized List<HostAndPort> spares() {
        return servers.stream().skip(nodes).map(RedisServer::address).toList();
    }

    /** Process ids of the agents' JVMs, in the order of the nodes. */
    public List<Long> agents() {
        return jvms.stream().skip(1).map(ChildJvm::pid).toList();
    }

    /** Process id of the coordinator's JVM. */
    public long coordinator() {
        return jvms.get(0).pid();
    }

    @Override
    public String name() {
        return "slotkeeper";
    }

    @Override
    public long kill(HostAndPort primary) {
        return serverAt(primary).kill9();
    }

    @Override
    public void revive(HostAndPort node) {
        serverAt(node).restart();
    }

    /** Agents before the coordinator before the nodes: nobody takes the end of a node for a crash. */
    @Override
    public synchronized void close() {
        jvms.forEach(ChildJvm::askToEnd);
        jvms.forEach(ChildJvm::close);
        servers.forEach(RedisServer::close);
        directory.close();
    }

    private static List<HostAndPort> addresses(BenchPorts ports, Layout layout) {
        return IntStream.range(0, layout.nodes())
                .mapToObj(i -> new HostAndPort(HOST, ports.redis() + i))
                .toList();
    }

    private synchronized void startNodes(
            BenchPorts ports, RedisBinary binary, int count, UnaryOperator<RedisServerOptions> change) {
        for (int i = 0; i < count; i++) {
            int port = ports.redis() + i;
            RedisServerOptions options = RedisServerOptions.in(directory.path().resolve("redis-" + port), port);
            servers.add(new RedisServer(binary, change.apply(options)));
        }
        servers.forEach(RedisServer::start);
        servers.forEach(server -> server.awaitAnswering(NODE_TIMEOUT));
    }

    private synchronized void startControlPlane(BenchPorts ports, Layout layout) {
        jvms.add(ChildJvm.start(
                "coordinator", directory.path(), LauncherOptions.COORDINATOR, coordinator(ports, layout)));
        startAgents(ports, 0, layout.nodes());
    }

    private synchronized void startAgents(BenchPorts ports, int from, int to) {
        for (int i = from; i < to; i++) {
            jvms.add(ChildJvm.start("agent-a" + (i + 1), directory.path(), LauncherOptions.AGENT, agent(ports, i)));
        }
    }

    private List<String> coordinator(BenchPorts ports, Layout layout) {
        return List.of(
                "coordinator",
                "--id=c1",
                "--http-port=" + ports.http(),
                "--cluster-port=" + ports.cluster(),
                "--raft-port=" + ports.raft(),
                "--seeds=" + HOST + ":" + ports.cluster(),
                "--data-dir=" + directory.path().resolve("c1"),
                "--shards=" + layout.shards(),
                "--replicas=" + layout.replicas());
    }

    private List<String> agent(BenchPorts ports, int index) {
        return List.of(
                "agent",
                "--name=a" + (index + 1),
                "--redis=" + servers.get(index).address(),
                "--zone=" + "abc".charAt(index % 3),
                "--cluster-port=" + ports.agent(index),
                "--seeds=" + HOST + ":" + ports.cluster());
    }

    @Override
    public String said() {
        return jvms.stream()
                .filter(jvm -> !jvm.isAlive())
                .findFirst()
                .orElse(jvms.get(0))
                .said();
    }

    private RedisServer serverAt(HostAndPort address) {
        return servers.stream()
                .filter(server -> server.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new BenchFailure(name() + ": " + address + " is none of its nodes."));
    }
}
