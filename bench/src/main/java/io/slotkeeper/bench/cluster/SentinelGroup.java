package io.slotkeeper.bench.cluster;

import io.slotkeeper.testkit.FreePorts;
import io.slotkeeper.testkit.ProcessReaper;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.RedisServer;
import io.slotkeeper.testkit.RedisServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Redis with three Sentinels, as its manual shows it: primaries with their replicas, not in cluster mode, so that each shard is a
 * Redis of its own. Node i is primary of shard i at first, node i + shards its replica. Used by one thread, except {@link #close()}.
 */
public final class SentinelGroup implements AutoCloseable {
    private static final Duration NODE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration HEAL_TIMEOUT = Duration.ofMinutes(3);
    private static final int QUORUM = 2;

    private final Layout layout;
    private final Site site;
    private final BenchDirectory directory = BenchDirectory.create();
    private final List<RedisServer> servers = new ArrayList<>();
    private final List<Sentinel> sentinels = new ArrayList<>();

    /** One Sentinel; its configuration is its memory, so it is written once. */
    private final class Sentinel {
        private final int number;
        private final HostAndPort address;
        private final Path configuration;
        private Process process;

        Sentinel(int number, Duration downAfter) throws IOException {
            this.number = number;
            this.address = new HostAndPort(site.watcher(number), FreePorts.reserve());
            Path own = Files.createDirectories(directory.path().resolve("sentinel-" + number));
            this.configuration = own.resolve("sentinel.conf");
            List<String> lines = new ArrayList<>(List.of(
                    "bind " + address.getHost(),
                    "port " + address.getPort(),
                    "protected-mode no",
                    "dir \"" + own + "\"",
                    "logfile \"" + own.resolve("sentinel.log") + "\""));
            for (int shard = 0; shard < layout.shards(); shard++) {
                HostAndPort primary = servers.get(shard).address();
                lines.add("sentinel monitor s" + shard + " " + primary.getHost() + " " + primary.getPort() + " "
                        + QUORUM);
                lines.add("sentinel down-after-milliseconds s" + shard + " " + downAfter.toMillis());
            }
            Files.write(configuration, lines, StandardCharsets.UTF_8);
        }

        void start() {
            List<String> command = new ArrayList<>(site.enterWatcher(number));
            command.addAll(List.of(layout.binary().path().toString(), configuration.toString(), "--sentinel"));
            try {
                process = ProcessReaper.start(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD));
            } catch (IOException e) {
                throw new BenchFailure("A Sentinel cannot be started: " + e.getMessage(), e);
            }
        }

        Optional<String> missing(int shard) {
            try (RedisProbe probe = new RedisProbe(address)) {
                List<?> fields = (List<?>) probe.command("SENTINEL", "MASTER", "s" + shard);
                HostAndPort named = new HostAndPort(field(fields, "ip"), Integer.parseInt(field(fields, "port")));
                if (!named.equals(primaryOf(shard).orElse(null))) {
                    return Optional.of(address + " takes " + named + " for the primary of shard " + shard);
                }
                if (!field(fields, "flags").equals("master")) {
                    return Optional.of(address + " sees shard " + shard + " as " + field(fields, "flags"));
                }
                if (Integer.parseInt(field(fields, "num-other-sentinels")) != Site.WATCHERS - 1) {
                    return Optional.of(address + " does not know all Sentinels of shard " + shard);
                }
                boolean replicas = ((List<?>) probe.command("SENTINEL", "REPLICAS", "s" + shard))
                                .stream()
                                        .filter(each ->
                                                field((List<?>) each, "flags").equals("slave"))
                                        .count()
                        == layout.replicas();
                return replicas
                        ? Optional.empty()
                        : Optional.of(address + " does not see all replicas of shard " + shard + " in order");
            } catch (JedisException e) {
                return Optional.of("the Sentinel at " + address + " does not answer (" + e.getMessage() + ")");
            }
        }

        private static String field(List<?> fields, String name) {
            int at = fields.indexOf(name);
            return at < 0 ? "" : String.valueOf(fields.get(at + 1));
        }
    }

    private SentinelGroup(Layout layout, Site site) {
        this.layout = layout;
        this.site = site;
    }

    /** Starts one and waits until it is healthy. */
    public static SentinelGroup start(Layout layout, Site site, Duration downAfter) {
        SentinelGroup group = new SentinelGroup(layout, site);
        try {
            group.startNodes();
            for (int i = 1; i <= Site.WATCHERS; i++) {
                group.sentinels.add(group.new Sentinel(i, downAfter));
            }
            group.sentinels.forEach(Sentinel::start);
            group.awaitHealthy();
            return group;
        } catch (IOException e) {
            group.close();
            throw new BenchFailure("The Sentinels' files cannot be written: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
    }

    private void startNodes() {
        for (int i = 0; i < layout.nodes(); i++) {
            int port = FreePorts.reserve();
            RedisServerOptions options = RedisServerOptions.in(directory.path().resolve("redis-" + port), port)
                    .withSyncGuard(false)
                    .withLine("cluster-enabled no")
                    .withLine("repl-diskless-sync yes")
                    .withLine("repl-diskless-sync-delay 0");
            servers.add(new RedisServer(layout.binary(), site.place(options, i)));
        }
        servers.forEach(RedisServer::start);
        servers.forEach(server -> server.awaitAnswering(NODE_TIMEOUT));
        for (int i = layout.shards(); i < servers.size(); i++) {
            HostAndPort primary = servers.get(i % layout.shards()).address();
            try (RedisProbe probe = new RedisProbe(servers.get(i).address())) {
                probe.command("REPLICAOF", primary.getHost(), Integer.toString(primary.getPort()));
            }
        }
    }

    /** All nodes. */
    public List<RedisServer> servers() {
        return servers;
    }

    /** The one node of a shard that calls itself primary and has the shard's replicas; empty while there is none. */
    public Optional<HostAndPort> primaryOf(int shard) {
        return IntStream.iterate(shard, i -> i < servers.size(), i -> i + layout.shards())
                .mapToObj(i -> servers.get(i).address())
                .filter(this::leadsAllReplicas)
                .findFirst();
    }

    private boolean leadsAllReplicas(HostAndPort node) {
        try (RedisProbe probe = new RedisProbe(node)) {
            RedisProbe.Role role = probe.role();
            return role.primary() && role.replicas() == layout.replicas();
        } catch (JedisException e) {
            // Down: not the primary.
            return false;
        }
    }

    /** SIGKILL to one of the Sentinels: none of them leads before there is a failover. */
    public void killSentinel() {
        sentinels.get(0).process.destroyForcibly();
    }

    /** Starts every Sentinel that is not running. */
    public void reviveSentinels() {
        sentinels.stream().filter(each -> !each.process.isAlive()).forEach(Sentinel::start);
    }

    /** Waits until every Sentinel sees every shard whole and every replica is in sync. */
    public void awaitHealthy() {
        Waiting.until(this::missing, "Sentinel", HEAL_TIMEOUT);
    }

    private Optional<String> missing() {
        for (int shard = 0; shard < layout.shards(); shard++) {
            if (primaryOf(shard).isEmpty()) {
                return Optional.of("shard " + shard + " has no primary with all its replicas");
            }
            for (Sentinel sentinel : sentinels) {
                Optional<String> missing = sentinel.missing(shard);
                if (missing.isPresent()) {
                    return missing;
                }
            }
        }
        return servers.stream().flatMap(server -> unlinked(server).stream()).findFirst();
    }

    private static Optional<String> unlinked(RedisServer server) {
        try (RedisProbe probe = new RedisProbe(server.address())) {
            return probe.role().linkUp()
                    ? Optional.empty()
                    : Optional.of(server.address() + " is not in sync with its primary");
        } catch (JedisException e) {
            return Optional.of(server.address() + " does not answer (" + e.getMessage() + ")");
        }
    }

    @Override
    public void close() {
        sentinels.stream()
                .map(each -> each.process)
                .filter(process -> process != null)
                .forEach(Process::destroyForcibly);
        servers.forEach(RedisServer::close);
        servers.forEach(server -> FreePorts.release(server.port()));
        directory.close();
    }
}
