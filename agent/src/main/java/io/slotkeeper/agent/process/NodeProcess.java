package io.slotkeeper.agent.process;

import io.slotkeeper.agent.AgentTiming;
import io.slotkeeper.core.protocol.ProcessState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's process, as far as this agent sees it: on the same machine and in the same pid namespace. It is looked up by the
 * pid that the node told, and believed only if its name and command line are those of a server with the node's port, and
 * its start fits the up-time that the node told. All on the agent's event loop; files are read on a worker.
 */
public final class NodeProcess {
    private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);
    private static final long SLACK_SECONDS = 3;
    private static final long KILL_WITHIN_NANOS = 1_500_000_000L;
    private static final long STOP_WITHIN_NANOS = 500_000_000L;
    private static final long LOOK_AGAIN_MILLIS = 2;
    private static final Path PROC = Path.of("/proc");

    private final Vertx vertx;
    private final HangVerdict verdict;
    private Optional<Found> found = Optional.empty();
    private boolean sampling;

    /** A process that was recognised. */
    private record Found(String runId, ProcessHandle handle, long startTicks) {}

    /**
     * What a node says of its process.
     *
     * @param runId drawn at its start
     * @param pid in its own pid namespace
     * @param port that it listens on
     * @param upSeconds for how long it has run
     */
    public record Introduction(String runId, long pid, int port, long upSeconds) {}

    public NodeProcess(Vertx vertx, AgentTiming timing) {
        this.vertx = vertx;
        this.verdict =
                new HangVerdict(timing.hangAfter().toNanos(), timing.busyAfter().toNanos());
    }

    /** The node has said who it is. */
    public void introduced(Introduction node) {
        if (found.filter(f -> f.runId.equals(node.runId())).isPresent()) {
            return;
        }
        found = Optional.empty();
        vertx.executeBlocking(() -> find(node), false)
                .onSuccess(process -> {
                    found = process;
                    LOG.debug(
                            "The process of the node on port {} is {}",
                            node.port(),
                            process.isPresent() ? "seen" : "not seen");
                })
                .onFailure(e -> LOG.warn("The process of the node on port {} cannot be looked up", node.port(), e));
    }

    private static Optional<Found> find(Introduction node) throws IOException {
        Optional<ProcessHandle> handle = node.pid() > 1 ? ProcessHandle.of(node.pid()) : Optional.empty();
        if (handle.isEmpty() || !Files.isReadable(PROC.resolve(node.pid() + "/stat"))) {
            return Optional.empty();
        }
        String name = read(node.pid(), "comm").strip().toLowerCase(Locale.ROOT);
        String command = read(node.pid(), "cmdline");
        boolean server = name.contains("redis") || name.contains("valkey");
        boolean port = command.contains(":" + node.port());
        boolean fits = handle.get()
                .info()
                .startInstant()
                .map(start -> (System.currentTimeMillis() - start.toEpochMilli()) / 1000)
                .filter(age -> Math.abs(age - node.upSeconds()) <= SLACK_SECONDS)
                .isPresent();
        boolean mine = handle.get()
                        .info()
                        .user()
                        .equals(ProcessHandle.current().info().user())
                || ProcessHandle.current().info().user().filter("root"::equals).isPresent();
        if (!server || !port || !fits || !mine) {
            return Optional.empty();
        }
        return ProcessStat.parse(read(node.pid(), "stat"))
                .map(stat -> new Found(node.runId(), handle.get(), stat.startTicks()));
    }

    private static String read(long pid, String file) throws IOException {
        return Files.readString(PROC.resolve(pid + "/" + file), StandardCharsets.ISO_8859_1);
    }

    /** Whether the agent sees the process and may kill it. */
    public boolean canKill() {
        return found.isPresent();
    }

    /** The node leaves a probe unanswered: look what its process does. */
    public void watch() {
        if (sampling || found.isEmpty()) {
            return;
        }
        sampling = true;
        Found process = found.get();
        vertx.executeBlocking(() -> stat(process), false).onComplete(stat -> {
            sampling = false;
            verdict.sample(stat.succeeded() ? stat.result() : Optional.empty(), System.nanoTime());
        });
    }

    private static Optional<ProcessStat> stat(Found process) throws IOException {
        return ProcessStat.parse(read(process.handle.pid(), "stat"))
                .filter(stat -> stat.startTicks() == process.startTicks);
    }

    /** The node answers. */
    public void answered() {
        verdict.forget();
    }

    /** What to call a node that has been silent for at least {@code hang-after}. */
    public ProcessState judge(long silentNanos) {
        return verdict.judge(silentNanos, System.nanoTime());
    }

    /**
     * Kills the process, if it is the one that is meant.
     *
     * @return done when it is dead; fails with a sentence when it cannot be killed, or does not die in time
     */
    public Future<Void> kill(String runId) {
        return of(runId).compose(this::kill);
    }

    private Future<Found> of(String runId) {
        return found.filter(f -> f.runId.equals(runId))
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture("the agent does not see the process of that run, or may not signal"
                        + " it; it must be stopped or restarted by other means"));
    }

    private Future<Void> kill(Found target) {
        ProcessHandle handle = target.handle;
        LOG.warn("Killing process {} of the node", handle.pid());
        // Java compares the start time, so that a pid that was given away again is not hit.
        return vertx.executeBlocking(
                        () -> {
                            if (stat(target).isPresent() && !handle.destroyForcibly() && handle.isAlive()) {
                                throw new IOException(
                                        "process " + handle.pid() + " may not be killed by this agent's user");
                            }
                            return null;
                        },
                        false)
                .compose(sent -> until(
                        target,
                        s -> s.state() == 'Z' || s.state() == 'X',
                        System.nanoTime() + KILL_WITHIN_NANOS,
                        "was killed and is not dead yet"));
    }

    /**
     * Stops the process, if it is the one that is meant. It goes on after the time even when this agent is gone by then.
     *
     * @param time how long it stays stopped
     * @return done when it is stopped; fails with a sentence when it cannot be
     */
    public Future<Void> stop(String runId, Duration time) {
        return of(runId).compose(target -> {
            LOG.warn("Stopping process {} of the node for {} ms", target.handle.pid(), time.toMillis());
            return vertx.executeBlocking(
                            () -> {
                                BoundedStop.begin(target.handle.pid(), target.startTicks, time);
                                return null;
                            },
                            false)
                    .compose(begun -> until(
                            target,
                            s -> s.state() == 'T',
                            System.nanoTime() + STOP_WITHIN_NANOS,
                            "was to be stopped and is not"));
        });
    }

    /** Waits for a state, or for the end of the process: a zombie accepts nothing any more, its parent has only not looked. */
    private Future<Void> until(Found process, Predicate<ProcessStat> reached, long untilNanos, String late) {
        return vertx.executeBlocking(
                        () -> stat(process).filter(reached.negate()).isEmpty(), false)
                .otherwise(true)
                .compose(there -> {
                    if (there) {
                        return Future.succeededFuture();
                    }
                    return System.nanoTime() - untilNanos > 0
                            ? Future.failedFuture("process " + process.handle.pid() + " " + late)
                            : vertx.timer(LOOK_AGAIN_MILLIS).compose(tick -> until(process, reached, untilNanos, late));
                });
    }
}
