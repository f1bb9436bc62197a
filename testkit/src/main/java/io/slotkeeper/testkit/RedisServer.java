package io.slotkeeper.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One redis-server child process in cluster mode, with the settings Slotkeeper wants ({@link RedisConf}).
 *
 * <p>It never outlives this JVM ({@link ProcessReaper}). Methods block and are thread-safe; starting and
 * stopping exclude each other.
 */
public final class RedisServer implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
    private static final long POLL_NANOS = 2_000_000;

    private final RedisBinary binary;
    private final RedisServerOptions options;
    private volatile Process process;

    /** Nothing is started or written yet. */
    public RedisServer(RedisBinary binary, RedisServerOptions options) {
        this.binary = binary;
        this.options = options;
    }

    /**
     * Writes redis.conf and starts the process; returns before it answers.
     *
     * @throws RedisProcessException if a port is taken, the directory cannot be written or the binary not run
     * @throws IllegalStateException if it runs already
     */
    public synchronized RedisServer start() {
        if (isAlive()) {
            throw new IllegalStateException("redis-server on port " + port() + " runs already, pid " + pid());
        }
        requireFree(port(), "port");
        requireFree(port() + FreePorts.BUS_OFFSET, "cluster bus port");
        try {
            Files.createDirectories(options.directory());
            Path conf = RedisConf.write(options);
            List<String> command = new ArrayList<>(options.endpoint().enter());
            command.addAll(List.of(binary.path().toString(), conf.toString()));
            process = ProcessReaper.start(new ProcessBuilder(command)
                    .directory(options.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile())));
            return this;
        } catch (IOException e) {
            throw new RedisProcessException(
                    "redis-server cannot be started in " + options.directory() + ": " + e
                            + ". Check that the directory is writable and " + binary.path() + " can be run.",
                    e);
        }
    }

    /**
     * Waits until the server answers PING (so it has also loaded its data).
     *
     * @throws RedisProcessException if it ends before, or does not answer in time; with the end of its log
     */
    public RedisServer awaitAnswering(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!answers()) {
            if (!isAlive()) {
                throw new RedisProcessException("redis-server on port " + port() + " has ended. " + logEnd());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new RedisProcessException(
                        "redis-server on port " + port() + " did not answer within " + timeout + ". " + logEnd());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return this;
    }

    /** What the server was asked to be. */
    public RedisServerOptions options() {
        return options;
    }

    /** The binary it runs. */
    public RedisBinary binary() {
        return binary;
    }

    /** The port clients use. */
    public int port() {
        return options.port();
    }

    /** Where clients connect. */
    public HostAndPort address() {
        return new HostAndPort(options.endpoint().bind(), port());
    }

    /**
     * The process id of the latest process, also after its end.
     *
     * @throws IllegalStateException if it was never started
     */
    public long pid() {
        return started().pid();
    }

    /** Whether the process exists (stopped by SIGSTOP counts as alive). */
    public boolean isAlive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** Completes with the exit code when the latest process has ended; 128 + signal number for a signal. */
    public CompletableFuture<Integer> onExit() {
        return started().onExit().thenApply(Process::exitValue);
    }

    /**
     * Sends SIGKILL and returns at once.
     *
     * @return {@link System#nanoTime()} just before the signal was sent
     */
    public long kill9() {
        long now = System.nanoTime();
        started().destroyForcibly();
        return now;
    }

    /** Ends the process by SIGTERM, and by SIGKILL if it is still there after 5 s. Nothing if it is not running. */
    public void stop() {
        stop(STOP_TIMEOUT);
    }

    /** Ends the process by SIGTERM, and by SIGKILL if it is still there after the timeout. */
    public synchronized void stop(Duration timeout) {
        if (process == null) {
            return;
        }
        process.destroy();
        if (!ended(timeout)) {
            process.destroyForcibly();
            awaitEnd();
        }
    }

    /** Freezes the process (SIGSTOP): its sockets stay open and nothing answers. */
    public void sigstop() {
        Signals.send("STOP", pid());
    }

    /** Lets a frozen process go on (SIGCONT). */
    public void sigcont() {
        Signals.send("CONT", pid());
    }

    /** Kills the process if it runs, and starts it again on the same directory; returns before it answers. */
    public synchronized RedisServer restart() {
        endNow();
        return start();
    }

    /** As {@link #restart()}, but all data is deleted first; the node keeps its id and its view (nodes.conf). */
    public synchronized RedisServer restartEmpty() {
        endNow();
        RedisDirectory.deleteData(options.directory());
        return start();
    }

    /** Kills the process; the directory stays. */
    @Override
    public synchronized void close() {
        endNow();
    }

    private void endNow() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd();
        }
    }

    private void awaitEnd() {
        if (!ended(KILL_TIMEOUT)) {
            throw new RedisProcessException("redis-server pid " + pid() + " is still there " + KILL_TIMEOUT
                    + " after SIGKILL: the kernel holds it (disk or network file system hanging?).");
        }
    }

    private boolean ended(Duration timeout) {
        try {
            return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisProcessException("interrupted while waiting for redis-server pid " + pid() + " to end", e);
        }
    }

    private Process started() {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException("redis-server on port " + port() + " was never started: call start()");
        }
        return current;
    }

    private boolean answers() {
        try (RedisProbe probe = new RedisProbe(address(), options.password())) {
            return "PONG".equals(probe.command("PING"));
        } catch (JedisException e) {
            // Refused, loading or just dying: the caller asks again until its deadline and then shows the log.
            return false;
        }
    }

    private void requireFree(int wanted, String name) {
        if (options.endpoint().enter().isEmpty()
                && !FreePorts.isFree(options.endpoint().bind(), wanted)) {
            throw new RedisProcessException("The " + name + " " + wanted + " (Redis port " + port()
                    + ") is taken on " + options.endpoint().bind() + ". A node needs its port and port + "
                    + FreePorts.BUS_OFFSET + ": stop what listens there or choose another port.");
        }
    }

    private Path output() {
        return options.directory().resolve("redis-output.log");
    }

    private String logEnd() {
        return RedisDirectory.logEnd(List.of(options.directory().resolve("redis.log"), output()));
    }
}
