package io.slotkeeper.cli.quickstart;

import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.RedisProcessException;
import io.slotkeeper.testkit.RedisServer;
import io.slotkeeper.testkit.RedisServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The redis-server children. One that ends without being told to is started again after a delay, for as long as the
 * quickstart runs. Thread-safe.
 */
final class RedisNodes implements AutoCloseable {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int SIGNAL_BASE = 128;

    private final List<RedisServer> servers = new ArrayList<>();
    private final Duration restartDelay;
    private final ScheduledExecutorService scheduler;
    private final Consumer<String> news;
    private volatile boolean stopping;

    /**
     * Nothing is started yet.
     *
     * @param scheduler starts nodes again; not closed here
     * @param news gets one sentence about every end and restart of a node
     */
    RedisNodes(
            QuickstartSettings settings,
            RedisBinary binary,
            DataDirectory directory,
            ScheduledExecutorService scheduler,
            Consumer<String> news) {
        this.restartDelay = settings.restartDelay();
        this.scheduler = scheduler;
        this.news = news;
        for (Topology.Member member : settings.topology().members()) {
            RedisServerOptions options = RedisServerOptions.in(directory.node(member.port()), member.port())
                    .withPersistence(!directory.isTemporary());
            servers.add(new RedisServer(
                    binary,
                    settings.redis().password().map(options::withPassword).orElse(options)));
        }
    }

    /**
     * Starts all, then waits until all answer.
     *
     * @throws RedisProcessException if one does not
     */
    void start() {
        servers.forEach(server -> {
            server.start();
            watch(server);
        });
        servers.forEach(server -> server.awaitAnswering(ANSWER_TIMEOUT));
    }

    /** How many processes exist now. */
    long alive() {
        return servers.stream().filter(RedisServer::isAlive).count();
    }

    /** Ends all by SIGTERM, at once, and waits for them. */
    @Override
    public void close() {
        stopping = true;
        servers.parallelStream().forEach(RedisServer::stop);
    }

    private void watch(RedisServer server) {
        server.onExit()
                .thenAccept(code -> {
                    if (!stopping) {
                        news.accept("redis-server " + server.port() + " (pid " + server.pid() + ") " + ended(code)
                                + "; restart in " + restartDelay.toMillis() / 1000.0 + " s");
                        schedule(server);
                    }
                })
                .exceptionally(failure -> {
                    news.accept("redis-server " + server.port() + " is not started again: " + failure);
                    return null;
                });
    }

    private void schedule(RedisServer server) {
        // restart() handles its own failures.
        ScheduledFuture<?> unused =
                scheduler.schedule(() -> restart(server), restartDelay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void restart(RedisServer server) {
        if (stopping) {
            return;
        }
        try {
            server.start();
            watch(server);
            news.accept("redis-server " + server.port() + " runs again, pid " + server.pid());
            if (stopping) {
                server.stop();
            }
        } catch (RedisProcessException | IllegalStateException e) {
            news.accept("redis-server " + server.port() + " cannot be started again: " + e.getMessage());
            schedule(server);
        }
    }

    private static String ended(int code) {
        return code > SIGNAL_BASE ? "ended by signal " + (code - SIGNAL_BASE) : "ended with exit code " + code;
    }
}
