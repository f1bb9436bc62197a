package io.slotkeeper.bench.cluster;

import io.slotkeeper.cli.output.Json;
import io.slotkeeper.testkit.FreePorts;
import io.slotkeeper.testkit.RedisServer;
import io.slotkeeper.testkit.RedisServerOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;

/**
 * As in production with three coordinators: one JVM for each of them and for each agent, on the hosts of a {@link Site}. Thread-safe
 * where {@link MeasuredCluster} asks for it.
 */
public final class GroupContender extends SlotkeeperContender {
    private static final Duration NODE_TIMEOUT = Duration.ofSeconds(20);

    private final Site site;
    private final Layout layout;
    private final BenchDirectory directory;
    private final List<Watcher> watchers;
    private final List<RedisServer> servers;
    private final Map<String, ChildJvm> coordinators = new TreeMap<>();
    private final List<ChildJvm> agents = new ArrayList<>();

    /** Where one coordinator listens. */
    private record Watcher(int number, String host, int http, int cluster, int raft) {
        String id() {
            return "c" + number;
        }
    }

    private GroupContender(
            Layout layout, Site site, BenchDirectory directory, List<Watcher> watchers, List<RedisServer> servers) {
        super(
                watchers.stream()
                        .map(each -> URI.create("http://" + each.host() + ":" + each.http()))
                        .toList(),
                servers.stream().map(RedisServer::address).toList(),
                layout.shards());
        this.site = site;
        this.layout = layout;
        this.directory = directory;
        this.watchers = watchers;
        this.servers = servers;
    }

    /** Starts one and waits until it is healthy. */
    public static GroupContender start(Layout layout, Site site) {
        List<Watcher> watchers = IntStream.rangeClosed(1, Site.WATCHERS)
                .mapToObj(i ->
                        new Watcher(i, site.watcher(i), FreePorts.reserve(), FreePorts.reserve(), FreePorts.reserve()))
                .toList();
        BenchDirectory directory = BenchDirectory.create();
        List<RedisServer> servers = new ArrayList<>();
        for (int i = 0; i < layout.nodes(); i++) {
            int port = FreePorts.reserve();
            servers.add(new RedisServer(
                    layout.binary(),
                    site.place(RedisServerOptions.in(directory.path().resolve("redis-" + port), port), i)));
        }
        GroupContender contender = new GroupContender(layout, site, directory, watchers, servers);
        try {
            servers.forEach(RedisServer::start);
            servers.forEach(server -> server.awaitAnswering(NODE_TIMEOUT));
            contender.startCoordinators();
            contender.startAgents();
            contender.awaitHealthy();
            return contender;
        } catch (RuntimeException e) {
            contender.close();
            throw e;
        }
    }

    private synchronized void startCoordinators() {
        for (Watcher watcher : watchers) {
            if (!coordinators.containsKey(watcher.id())
                    || !coordinators.get(watcher.id()).isAlive()) {
                coordinators.put(
                        watcher.id(),
                        ChildJvm.start(
                                site.enterWatcher(watcher.number()),
                                watcher.id(),
                                directory.path(),
                                LauncherOptions.COORDINATOR,
                                words(watcher)));
            }
        }
    }

    private List<String> words(Watcher watcher) {
        return List.of(
                "coordinator",
                "--id=" + watcher.id(),
                "--host=" + watcher.host(),
                "--http-port=" + watcher.http(),
                "--cluster-port=" + watcher.cluster(),
                "--raft-port=" + watcher.raft(),
                "--seeds=" + seeds(),
                "--peers="
                        + watchers.stream()
                                .map(each -> each.id() + "=" + each.host() + ":" + each.raft())
                                .collect(Collectors.joining(",")),
                "--data-dir=" + directory.path().resolve(watcher.id()),
                "--shards=" + layout.shards(),
                "--replicas=" + layout.replicas());
    }

    private String seeds() {
        return watchers.stream().map(each -> each.host() + ":" + each.cluster()).collect(Collectors.joining(","));
    }

    private synchronized void startAgents() {
        for (int i = 0; i < servers.size(); i++) {
            agents.add(ChildJvm.start(
                    site.enterNode(i),
                    "agent-a" + i,
                    directory.path(),
                    LauncherOptions.AGENT,
                    List.of(
                            "agent",
                            "--name=a" + i,
                            "--host=" + site.node(i),
                            "--redis=" + servers.get(i).address(),
                            "--zone=" + site.zone(i),
                            "--cluster-port=" + FreePorts.reserve(),
                            "--seeds=" + seeds())));
        }
    }

    /** SIGKILL to the coordinator that leads. */
    public synchronized void killLeader() {
        String leader = Json.text(Json.parse(client().get("/v1/status")).path("leader"));
        ChildJvm jvm = coordinators.get(leader);
        if (jvm == null) {
            throw new BenchFailure(name() + ": no coordinator leads now.");
        }
        jvm.kill9();
    }

    /** Starts every coordinator that is not running. */
    public void reviveCoordinators() {
        startCoordinators();
    }

    /** The nodes' processes, in the order of the hosts. */
    public List<RedisServer> servers() {
        return servers;
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

    private RedisServer serverAt(HostAndPort address) {
        return servers.stream()
                .filter(server -> server.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new BenchFailure(name() + ": " + address + " is none of its nodes."));
    }

    @Override
    public synchronized String said() {
        return coordinators.values().stream()
                .filter(jvm -> !jvm.isAlive())
                .findFirst()
                .map(ChildJvm::said)
                .orElse("");
    }

    /** Agents before coordinators before nodes: nobody takes the end of a node for a crash. */
    @Override
    public synchronized void close() {
        agents.forEach(ChildJvm::askToEnd);
        agents.forEach(ChildJvm::close);
        coordinators.values().forEach(ChildJvm::askToEnd);
        coordinators.values().forEach(ChildJvm::close);
        servers.forEach(RedisServer::close);
        servers.forEach(server -> FreePorts.release(server.port()));
        directory.close();
    }
}
