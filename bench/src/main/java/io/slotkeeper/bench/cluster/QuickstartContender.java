package io.slotkeeper.bench.cluster;

import io.slotkeeper.testkit.RedisProbe;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;

/**
 * {@code slotkeeper quickstart} in a JVM of its own: coordinator and agents share it, the nodes are its children. It starts
 * killed nodes again by itself.
 */
public final class QuickstartContender extends SlotkeeperContender {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final BenchDirectory directory;
    private final ChildJvm process;

    private QuickstartContender(
            BenchPorts ports, List<HostAndPort> nodes, int shards, BenchDirectory directory, ChildJvm process) {
        super(ports.http(), nodes, shards);
        this.directory = directory;
        this.process = process;
    }

    /** Starts one and waits until it is writable. */
    public static QuickstartContender start(Layout layout) {
        BenchPorts ports = BenchPorts.find(layout.nodes());
        List<HostAndPort> nodes = IntStream.range(0, layout.nodes())
                .mapToObj(i -> new HostAndPort(HOST, ports.redis() + i))
                .toList();
        BenchDirectory directory = BenchDirectory.create();
        ChildJvm process =
                ChildJvm.start("quickstart", directory.path(), LauncherOptions.QUICKSTART, arguments(layout, ports));
        QuickstartContender started = new QuickstartContender(ports, nodes, layout.shards(), directory, process);
        try {
            process.awaitLine("READY ", START_TIMEOUT);
            return started;
        } catch (BenchFailure e) {
            started.close();
            throw e;
        }
    }

    private static List<String> arguments(Layout layout, BenchPorts ports) {
        return List.of(
                "quickstart",
                "--shards=" + layout.shards(),
                "--replicas=" + layout.replicas(),
                "--redis-port=" + ports.redis(),
                "--http-port=" + ports.http(),
                "--cluster-port=" + ports.cluster(),
                "--raft-port=" + ports.raft(),
                "--restart-delay=2s",
                "--redis-server=" + layout.binary().path());
    }

    @Override
    public String name() {
        return "slotkeeper";
    }

    @Override
    public long kill(HostAndPort primary) {
        ProcessHandle handle = processOf(primary);
        long now = System.nanoTime();
        handle.destroyForcibly();
        return now;
    }

    @Override
    public String said() {
        return process.said();
    }

    /** The process behind a port, as it says itself. */
    private ProcessHandle processOf(HostAndPort node) {
        process.requireAlive();
        try (RedisProbe probe = new RedisProbe(node)) {
            long pid = Long.parseLong(probe.info("process_id"));
            return ProcessHandle.of(pid)
                    .orElseThrow(() -> new BenchFailure("The redis-server at " + node + " says it is pid " + pid
                            + ", but there is no such process. Is another redis-server on that port?"));
        }
    }

    /** Nothing to do: quickstart starts it again after two seconds. */
    @Override
    public void revive(HostAndPort node) {
        process.requireAlive();
    }

    @Override
    public void close() {
        process.close();
        directory.close();
    }
}
