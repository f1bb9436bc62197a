package io.slotkeeper.cli.system;

import io.slotkeeper.testkit.ProcessReaper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One {@code slotkeeper} command in a JVM of its own; its output, of all its starts, is in one file. */
final class JavaProcess implements AutoCloseable {
    /** As in the launcher script; the compiler's first tier only, since many JVMs start at once on few cores. */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MetaspaceSize=96m",
            "-Xshare:auto",
            "-Xss512k",
            "-Dvertx.disableDnsResolver=true",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private final List<String> command;
    private final Path log;
    private volatile Process process;
    private volatile long logStart;

    private JavaProcess(List<String> command, Path log) {
        this.command = List.copyOf(command);
        this.log = log;
    }

    /** Starts {@code slotkeeper words…}; a heap of that many megabytes. */
    static JavaProcess slotkeeper(Path log, int heapMegabytes, List<String> words) {
        return slotkeeper(List.of(), log, heapMegabytes, words);
    }

    /** As above, with what comes before the command. */
    static JavaProcess slotkeeper(List<String> enter, Path log, int heapMegabytes, List<String> words) {
        List<String> arguments = new ArrayList<>(List.of("-Xmx" + heapMegabytes + "m", "io.slotkeeper.cli.Main"));
        arguments.addAll(words);
        return java(enter, log, arguments);
    }

    /** Starts {@code java} with the tests' class path and these arguments. */
    static JavaProcess java(Path log, List<String> arguments) {
        return java(List.of(), log, arguments);
    }

    private static JavaProcess java(List<String> enter, Path log, List<String> arguments) {
        List<String> command = new ArrayList<>(enter);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        JavaProcess started = new JavaProcess(command, log);
        started.start();
        return started;
    }

    /** Starts it (again). */
    void start() {
        try {
            logStart = Files.exists(log) ? Files.size(log) : 0;
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            forgetSettings(builder.environment());
            process = ProcessReaper.start(builder);
        } catch (IOException e) {
            throw new UncheckedIOException("java cannot be run", e);
        }
    }

    /** Settings of whoever runs the tests do not reach the processes under test. */
    private static void forgetSettings(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("SLOTKEEPER_"));
    }

    /** Waits until the output of the latest start has this text. */
    JavaProcess awaitOutput(String text, Duration timeout) {
        Await.until(timeout, () -> "'" + text + "' in the output of " + log.getFileName() + ":\n" + output(), () -> {
            if (!output().contains(text) && !process.isAlive()) {
                throw new AssertionError(log.getFileName() + " ended with " + process.exitValue() + " before it said '"
                        + text + "':\n" + output());
            }
            return output().contains(text);
        });
        return this;
    }

    /** What the latest start has written until now. */
    String output() {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = Math.toIntExact(Math.min(logStart, all.length));
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(log + " cannot be read", e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end and returns the exit code. */
    int awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(log.getFileName() + " still runs after " + timeout + ":\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process to end", e);
        }
    }

    /** SIGKILL. */
    void terminateForcibly() {
        process.destroyForcibly();
    }

    /** SIGKILL, and waits until it is gone. */
    void kill9() {
        terminateForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGSTOP: its sockets stay open and nothing answers. */
    void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("SIG" + name + " could not be sent to pid " + process.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("kill(1) cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending a signal", e);
        }
    }

    @Override
    public void close() {
        kill9();
    }
}
