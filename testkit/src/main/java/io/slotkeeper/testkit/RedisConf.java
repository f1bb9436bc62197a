package io.slotkeeper.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The redis.conf of one server. Settings have the names of Redis 6.2, which later versions keep.
 *
 * <p>The <em>sync guard</em>: {@code repl-diskless-sync yes} with {@code repl-diskless-sync-delay 3600}
 * makes a freshly started node wait an hour before it feeds a full sync to a replica. A primary without
 * persistence that restarts empty would otherwise wipe its replicas within a second, before anyone could
 * promote one of them. The agent sets the delay to 0 once it knows that the node may be a primary. Partial
 * resynchronisation is not delayed. The setting is in the file, so every restart is guarded again.
 */
final class RedisConf {
    static final int SYNC_GUARD_SECONDS = 3600;

    private RedisConf() {}

    /** Writes {@code redis.conf}, readable by its owner only since it may hold the password. */
    static Path write(RedisServerOptions options) throws IOException {
        Path file = options.directory().resolve("redis.conf");
        Path aside = Files.createTempFile(
                options.directory(),
                "redis",
                ".conf",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(aside, lines(options), StandardCharsets.UTF_8);
        Files.move(aside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    static List<String> lines(RedisServerOptions options) {
        List<String> lines = new ArrayList<>(List.of(
                "daemonize no",
                "dir " + quoted(options.directory().toString()),
                "logfile " + quoted(options.directory().resolve("redis.log").toString()),
                "bind " + options.endpoint().bind(),
                "port " + options.port(),
                "cluster-enabled yes",
                "cluster-config-file nodes.conf",
                "cluster-node-timeout 15000",
                "cluster-replica-no-failover yes",
                "cluster-allow-replica-migration no",
                "cluster-require-full-coverage no"));
        lines.addAll(access(options));
        lines.addAll(persistence(options));
        if (options.syncGuard()) {
            lines.add("repl-diskless-sync yes");
            lines.add("repl-diskless-sync-delay " + SYNC_GUARD_SECONDS);
        }
        lines.addAll(options.extraLines());
        return List.copyOf(lines);
    }

    private static List<String> access(RedisServerOptions options) {
        List<String> lines = new ArrayList<>();
        options.endpoint().unixSocket().ifPresent(path -> {
            lines.add("unixsocket " + quoted(path.toString()));
            lines.add("unixsocketperm 700");
        });
        options.password().ifPresent(secret -> {
            lines.add("requirepass " + quoted(secret));
            lines.add("masterauth " + quoted(secret));
        });
        lines.add("protected-mode "
                + (options.password().isEmpty() && unreachableFromOutside(options.endpoint()) ? "no" : "yes"));
        return lines;
    }

    /** By strangers, that is: a host of a test network has its address to itself. */
    private static boolean unreachableFromOutside(RedisServerOptions.Endpoint endpoint) {
        return isLoopback(endpoint.bind()) || !endpoint.enter().isEmpty();
    }

    private static boolean isLoopback(String bind) {
        return bind.startsWith("127.") || bind.equals("::1") || bind.equals("localhost");
    }

    private static List<String> persistence(RedisServerOptions options) {
        // RDB snapshots stay off: the append-only file is what a restart reads, and forks cost latency.
        return List.of("save \"\"", "appendonly " + (options.persistent() ? "yes" : "no"));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
