package io.slotkeeper.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts child processes that do not outlive this JVM.
 *
 * <p>On a normal exit, Ctrl-C or SIGTERM a shutdown hook sends them SIGTERM and, to those that stay,
 * SIGKILL after three seconds; no child can be started any more from then on. If the JVM itself is killed,
 * no hook runs: where {@code setpriv --pdeathsig} (util-linux, Linux only) exists, the kernel kills the
 * children then. It does so when the <em>thread</em> that started them ends (prctl(2)), hence one thread
 * that lives as long as the JVM starts them all. Such children also get a session of their own (setsid), so
 * that a Ctrl-C at the terminal reaches this JVM only and it decides the order of the shutdown. The JDK's spawn helper, setpriv and setsid (no group leader here) exec in place, so the
 * process started here is the program itself, with the same pid. Thread-safe.
 */
public final class ProcessReaper {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessReaper.class);
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final Set<Process> CHILDREN = ConcurrentHashMap.newKeySet();
    private static final long FIRST_TASKS_MILLIS = 10_000;
    private static final List<Runnable> FIRST = new CopyOnWriteArrayList<>();
    private static final ExecutorService SPAWNER = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "slotkeeper-spawner");
        thread.setDaemon(true);
        return thread;
    });
    private static final Optional<List<String>> DEATH_SIGNAL = findDeathSignal();

    // Read and written on the spawner's thread only.
    private static boolean closed;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ProcessReaper::reapAll, "slotkeeper-reaper"));
    }

    private ProcessReaper() {}

    /**
     * Starts the builder's command as a child that dies with this JVM. Blocks for the start only.
     *
     * @throws IOException if the program cannot be run
     * @throws IllegalStateException once the JVM is shutting down
     */
    public static Process start(ProcessBuilder builder) throws IOException {
        DEATH_SIGNAL.ifPresent(prefix -> {
            List<String> command = new ArrayList<>(prefix);
            command.addAll(builder.command());
            builder.command(command);
        });
        return onSpawner(() -> spawn(builder));
    }

    /**
     * Runs a task at the JVM's exit before any child is signalled. Shutdown hooks run in parallel, so whoever
     * must stop while its children still live (an agent that would take their end for a crash) registers
     * here. All tasks together get ten seconds, then the children are ended regardless.
     */
    public static void beforeReaping(Runnable task) {
        FIRST.add(task);
    }

    /** Whether even {@code kill -9} of this JVM ends the children. */
    public static boolean coversKill9() {
        return DEATH_SIGNAL.isPresent();
    }

    private static Process spawn(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IllegalStateException("This JVM is shutting down: no new child process is started.");
        }
        CHILDREN.removeIf(child -> !child.isAlive());
        Process process = builder.start();
        CHILDREN.add(process);
        return process;
    }

    private static Process onSpawner(Callable<Process> task) throws IOException {
        try {
            return SPAWNER.submit(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while starting a child process");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    private static void reapAll() {
        try {
            SPAWNER.submit(() -> closed = true).get(1, TimeUnit.SECONDS);
            runFirstTasks();
            CHILDREN.forEach(Process::destroy);
            awaitChildren(System.nanoTime() + GRACE_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The JVM is ending and a spawn hangs: nobody is left to tell, and the kill below does the work.
            LOG.debug("child processes get no time to end by themselves", e);
        } finally {
            CHILDREN.forEach(Process::destroyForcibly);
        }
    }

    private static void runFirstTasks() throws InterruptedException {
        Thread thread = new Thread(() -> FIRST.forEach(Runnable::run), "slotkeeper-before-reaping");
        thread.setDaemon(true);
        thread.start();
        thread.join(FIRST_TASKS_MILLIS);
    }

    private static void awaitChildren(long deadline) throws InterruptedException {
        for (Process child : List.copyOf(CHILDREN)) {
            child.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private static Optional<List<String>> findDeathSignal() {
        List<String> prefix = List.of("setpriv", "--pdeathsig", "KILL", "setsid");
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        try {
            Process process = new ProcessBuilder(trial)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(prefix)
                    : Optional.empty();
        } catch (IOException e) {
            // No setpriv here: the shutdown hook alone has to do.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
