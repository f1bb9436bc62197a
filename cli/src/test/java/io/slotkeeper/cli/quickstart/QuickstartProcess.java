package io.slotkeeper.cli.quickstart;

import io.slotkeeper.testkit.FreePorts;
import io.slotkeeper.testkit.ProcessReaper;
import io.slotkeeper.testkit.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** One {@code slotkeeper} command in a JVM of its own, with a directory of its own for temporary files. */
final class QuickstartProcess implements AutoCloseable {
    /** The compiler's first tier only: the start is what takes the time here. */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MetaspaceSize=96m",
            "-Xshare:auto",
            "-Dvertx.disableDnsResolver=true",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private final Path output;
    private final Path temporary;
    private final Process process;

    /** Ports of one quickstart: so many for Redis from the first on, and one each for the rest. */
    record Ports(int redis, int nodes, int http, int cluster, int raft) {
        static Ports forNodes(int nodes) {
            return new Ports(firstOf(nodes, 1), nodes, FreePorts.reserve(), firstOf(2, 10), FreePorts.reserve());
        }

        /** With room for three coordinators. */
        static Ports forGroup(int nodes) {
            return new Ports(firstOf(nodes, 1), nodes, firstOf(3, 1), firstOf(11, 1), firstOf(3, 1));
        }

        private static int firstOf(int count, int step) {
            int first = FreePorts.reserve();
            boolean free = IntStream.range(1, count)
                    .map(i -> first + i * step)
                    .allMatch(port -> FreePorts.isFree(port) && FreePorts.isFree(port + FreePorts.BUS_OFFSET));
            return free ? first : firstOf(count, step);
        }

        List<String> flags() {
            return List.of(
                    "--redis-port=" + redis, "--http-port=" + http, "--cluster-port=" + cluster, "--raft-port=" + raft);
        }

        List<Integer> all() {
            List<Integer> all = new ArrayList<>(List.of(http, cluster, cluster + 10, raft));
            IntStream.range(redis, redis + nodes).forEach(port -> {
                all.add(port);
                all.add(port + FreePorts.BUS_OFFSET);
            });
            return all;
        }
    }

    private QuickstartProcess(Path output, Path temporary, Process process) {
        this.output = output;
        this.temporary = temporary;
        this.process = process;
    }

    /** Starts {@code slotkeeper words…}; output and temporary files are below the directory. */
    static QuickstartProcess start(Path directory, List<String> words) {
        try {
            Path own = Files.createTempDirectory(directory, "run");
            Path temporary = Files.createDirectory(own.resolve("tmp"));
            Path output = own.resolve("output");
            List<String> command = new ArrayList<>(Signals.heedingInterrupts());
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(OPTIONS);
            command.addAll(List.of("-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path")));
            command.add("io.slotkeeper.cli.Main");
            command.addAll(words);
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("SLOTKEEPER_"));
            return new QuickstartProcess(output, temporary, ProcessReaper.start(builder));
        } catch (IOException e) {
            throw new UncheckedIOException("java cannot be run", e);
        }
    }

    /** What it has written until now, errors included. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(output + " cannot be read", e);
        }
    }

    /** Waits until it has written this. */
    QuickstartProcess awaitOutput(String text) {
        Awaitility.await("'" + text + "' in " + output)
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(90))
                .until(() -> {
                    if (!process.isAlive() && !output().contains(text)) {
                        throw new AssertionError("it ended before it said '" + text + "':\n" + output());
                    }
                    return output().contains(text);
                });
        return this;
    }

    /** Children of the process; not theirs, since a redis-server forks while it writes a snapshot. */
    List<ProcessHandle> children() {
        return process.children().toList();
    }

    /** Files that it has in the directory for temporary files, but for those of libraries that have no owner. */
    List<String> temporaryFiles() {
        try (var files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("slotkeeper"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(temporary + " cannot be read", e);
        }
    }

    /** Whether it was started with SIGINT ignored, as shells do with background jobs: Java keeps it so. */
    boolean ignoresInterrupts() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no /proc here", e);
        }
    }

    /** SIGINT, as Ctrl-C sends it. */
    void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
        } catch (IOException e) {
            throw new UncheckedIOException("kill(1) cannot be run", e);
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL, and waits for its end. */
    void kill9() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Waits for its end and returns the exit code. */
    int awaitExit() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("it still runs:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process to end", e);
        }
    }

    @Override
    public void close() {
        kill9();
    }
}
