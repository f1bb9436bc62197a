package io.slotkeeper.bench.cluster;

import io.slotkeeper.testkit.ProcessReaper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One {@code slotkeeper} command in a JVM of its own, with the options that the launcher script gives it. Its output goes
 * to files; it never outlives this JVM. Closing may be repeated; thread-safe.
 */
final class ChildJvm implements AutoCloseable {
    private static final int STOP_SECONDS = 8;
    private static final int LOG_LINES = 12;
    private static final int NATIVE_ACCESS_SINCE = 22;
    private static final int UNSAFE_WARNING_SINCE = 23;

    private final String name;
    private final Process process;
    private final Path output;
    private final Path errors;

    private ChildJvm(String name, Process process, Path output, Path errors) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /**
     * Starts {@code slotkeeper args…}.
     *
     * @param name of the output files
     * @param directory for output and temporary files; the child's own end up there too, so whoever deletes it deletes all
     * @param options the JVM's own options, of {@link LauncherOptions}
     */
    static ChildJvm start(String name, Path directory, List<String> options, List<String> args) {
        return start(List.of(), name, directory, options, args);
    }

    /** As above, with words before the command, which decide where it runs. */
    static ChildJvm start(List<String> enter, String name, Path directory, List<String> options, List<String> args) {
        List<String> command = new ArrayList<>(enter);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(commonOptions());
        command.add("-Djava.io.tmpdir=" + directory);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.slotkeeper.cli.Main"));
        command.addAll(args);
        Path output = directory.resolve(name + ".out");
        Path errors = directory.resolve(name + ".err");
        try {
            Process process = ProcessReaper.start(
                    new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile()));
            return new ChildJvm(name, process, output, errors);
        } catch (IOException e) {
            throw new BenchFailure(name + " cannot be started: " + e.getMessage() + ". Check JAVA_HOME.", e);
        }
    }

    /** The same as in the launcher script. */
    private static List<String> commonOptions() {
        List<String> options = new ArrayList<>(List.of(
                "-Dfile.encoding=UTF-8",
                "-Dvertx.disableDnsResolver=true",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.management/sun.management=ALL-UNNAMED",
                "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED"));
        if (Runtime.version().feature() >= NATIVE_ACCESS_SINCE) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (Runtime.version().feature() >= UNSAFE_WARNING_SINCE) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits for a line that begins like this on its standard output.
     *
     * @throws BenchFailure if the process ends before, or the time is over; with the end of what it said
     */
    void awaitLine(String beginning, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (lines(output).stream().noneMatch(line -> line.startsWith(beginning))) {
            if (!process.isAlive()) {
                throw new BenchFailure(name + " ended with exit code " + process.exitValue() + ". " + said());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new BenchFailure(
                        name + " did not print " + beginning + " within " + timeout.toSeconds() + " s. " + said());
            }
            pause();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The process must run now; else a failure with the end of what it said. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new BenchFailure(name + " has ended with exit code " + process.exitValue() + ". " + said());
        }
    }

    /** The end of both outputs, for an error text. */
    String said() {
        List<String> all = new ArrayList<>(lines(output));
        all.addAll(lines(errors));
        return "It said:\n" + String.join("\n", all.subList(Math.max(0, all.size() - LOG_LINES), all.size()));
    }

    /** SIGKILL, without waiting. */
    void kill9() {
        process.destroyForcibly();
    }

    /** SIGTERM, and SIGKILL when it is still there some seconds later. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to end without waiting, so that several can end side by side. */
    void askToEnd() {
        process.destroy();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
        } catch (IOException e) {
            throw new BenchFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted while " + name + " was starting.", e);
        }
    }
}
