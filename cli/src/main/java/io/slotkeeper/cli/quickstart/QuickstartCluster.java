package io.slotkeeper.cli.quickstart;

import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.process.AgentSettings;
import io.slotkeeper.cli.process.CoordinatorSettings;
import io.slotkeeper.cli.process.Membership;
import io.slotkeeper.cli.process.Parts;
import io.slotkeeper.cli.process.ProcessLauncher;
import io.slotkeeper.cli.process.RedisAccess;
import io.slotkeeper.cli.process.RunningPart;
import io.slotkeeper.cli.process.Starting;
import io.slotkeeper.core.migrate.MigrationOptions;
import io.slotkeeper.core.protocol.DrillPermission;
import io.slotkeeper.testkit.RedisBinary;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

/**
 * A whole cluster inside one process and its children. {@link #start()} does, in this order: binary, ports, data
 * directory (nothing runs yet), coordinators, agents and Redis processes side by side, wait until every shard takes writes.
 * {@link #close()} undoes it backwards, also after half a start. Used by one thread, except {@link #close()}.
 */
public final class QuickstartCluster implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final QuickstartSettings settings;
    private final ProcessLauncher launcher;
    private final Narrator narrator;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "quickstart-restarts");
        thread.setDaemon(true);
        return thread;
    });
    // In the order of their start, with their names.
    private final List<Map.Entry<String, Starting>> parts = new ArrayList<>();
    private DataDirectory directory;
    private RedisNodes nodes;
    private boolean closed;

    QuickstartCluster(QuickstartSettings settings, ProcessLauncher launcher, Narrator narrator) {
        this.settings = settings;
        this.launcher = launcher;
        this.narrator = narrator;
    }

    /** Where clients of its REST interface connect. */
    CoordinatorClient client() {
        return new CoordinatorClient(IntStream.range(0, settings.coordinators())
                .mapToObj(i -> URI.create("http://" + QuickstartSettings.HOST + ":"
                        + settings.ports().of(i).http()))
                .toList());
    }

    /**
     * Starts everything and waits until it is writable.
     *
     * @throws io.slotkeeper.cli.CommandFailure if something is in the way; close afterwards
     */
    void start() {
        prepare();
        startCoordinators();
        startAgents();
        startNodes();
        awaitParts();
        new Readiness(client(), new WriteProbe(settings.redis().password()), narrator).await();
        directory.markFormed();
    }

    /** Stops everything; leaves no process, and no file but the data directory the user named. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        scheduler.shutdownNow();
        // Agents before coordinators before nodes: nobody is left who could take the end of a node for a crash.
        for (int i = parts.size() - 1; i >= 0; i--) {
            parts.get(i).getValue().stop(parts.get(i).getKey(), STOP_TIMEOUT).ifPresent(narrator::tell);
        }
        if (nodes != null) {
            nodes.close();
        }
        if (directory != null) {
            directory.close();
        }
    }

    private synchronized void prepare() {
        RedisBinary binary = settings.redis().binary().map(RedisBinary::at).orElseGet(RedisBinary::find);
        PortPlan.of(settings).check();
        directory = DataDirectory.open(settings);
        // Before the first line is told: it is logged as well.
        QuickstartLog.writeTo(directory.root());
        narrator.tell("redis-server " + binary.version() + " from " + binary.path()
                + (binary.origin() == RedisBinary.Origin.EMBEDDED ? " (embedded)" : ""));
        narrator.tell("data in " + directory.root() + (directory.isTemporary() ? " (removed at the end)" : ""));
        nodes = new RedisNodes(settings, binary, directory, scheduler, narrator::tell);
    }

    private void startNodes() {
        Topology topology = settings.topology();
        RedisNodes children = nodes;
        children.start();
        narrator.tell(topology.size() + " Redis nodes up on ports " + topology.redisPort() + "-"
                + (topology.redisPort() + topology.size() - 1));
    }

    private void startCoordinators() {
        Map<String, String> peers = new TreeMap<>();
        for (int i = 0; i < settings.coordinators(); i++) {
            peers.put(
                    id(i),
                    QuickstartSettings.HOST + ":" + settings.ports().of(i).raft());
        }
        for (int i = 0; i < settings.coordinators(); i++) {
            add("coordinator " + id(i), launcher.startCoordinator(coordinator(i, peers)));
        }
    }

    private void startAgents() {
        List<AgentSettings> agents =
                settings.topology().members().stream().map(this::agent).toList();
        add("agents a1-a" + agents.size(), launcher.startAgents(agents));
    }

    private CoordinatorSettings coordinator(int index, Map<String, String> peers) {
        Topology topology = settings.topology();
        return new CoordinatorSettings(
                id(index),
                membership(settings.ports().clusterOf(index)),
                settings.ports().of(index),
                peers,
                directory.coordinator(id(index)),
                false,
                new CoordinatorSettings.Wanted(
                        topology.shards(),
                        topology.replicas(),
                        false,
                        Duration.ofSeconds(1),
                        CoordinatorSettings.Silence.usual(settings.writeSafety()),
                        CoordinatorSettings.Loss.USUAL,
                        CoordinatorSettings.Differences.USUAL,
                        MigrationOptions.DEFAULTS),
                DrillPermission.SHARED_PROCESS);
    }

    private AgentSettings agent(Topology.Member member) {
        RedisAccess access = new RedisAccess(Optional.empty(), settings.redis().password());
        return new AgentSettings(
                member.agent(),
                membership(settings.ports().agents()),
                new AgentSettings.Node(QuickstartSettings.HOST + ":" + member.port(), Optional.empty(), access),
                member.zone(),
                0,
                AgentSettings.Hangs.USUAL,
                DrillPermission.SHARED_PROCESS);
    }

    private Membership membership(int port) {
        return new Membership(
                QuickstartSettings.HOST,
                port,
                IntStream.range(0, settings.coordinators())
                        .mapToObj(i ->
                                QuickstartSettings.HOST + ":" + settings.ports().clusterOf(i))
                        .toList());
    }

    private static String id(int index) {
        return "c" + (index + 1);
    }

    private synchronized void add(String name, Starting part) {
        parts.add(Map.entry(name, part));
    }

    private void awaitParts() {
        for (var part : List.copyOf(parts)) {
            RunningPart up = Parts.await(part.getValue().part(), part.getKey(), START_TIMEOUT);
            narrator.tell(part.getKey() + " up");
            // Telling cannot fail, and there is nobody to wait for it.
            CompletableFuture<Void> unused = up.ended().thenAccept(narrator::tell);
        }
    }
}
