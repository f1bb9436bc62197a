package io.slotkeeper.bus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** A child JVM that runs {@link BusProcess}; remembers when each line was first printed. Close kills it. */
final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final Map<String, Long> firstSeenNanos = new ConcurrentHashMap<>();

    private ChildJvm(Process process) {
        this.process = process;
    }

    static ChildJvm start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BusProcess.class.getName()));
        command.addAll(List.of(arguments));
        ChildJvm child = new ChildJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
        Thread reader = new Thread(child::read, "output-of-" + arguments[1]);
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(process.pid() + " " + line);
                if (line.startsWith("> ")) {
                    firstSeenNanos.putIfAbsent(line.substring(2), System.nanoTime());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line and tells when it was first seen, in {@link System#nanoTime} units. */
    long await(String line) {
        await(line, 30);
        return firstSeenNanos.get(line);
    }

    void await(String line, int seconds) {
        Awaitility.await(line)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(seconds))
                .until(() -> firstSeenNanos.containsKey(line));
    }

    void forget(String line) {
        firstSeenNanos.remove(line);
    }

    /** Sends a signal by name, such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() {
        process.destroyForcibly();
        Awaitility.await().until(() -> !process.isAlive());
    }

    @Override
    public void close() {
        kill();
    }
}
