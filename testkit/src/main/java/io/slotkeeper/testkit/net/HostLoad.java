package io.slotkeeper.testkit.net;

import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryText;
import io.slotkeeper.testkit.ProcessReaper;
import io.slotkeeper.testkit.WriteLoad;
import io.slotkeeper.testkit.WriteLoadOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link WriteLoad} in a JVM on a host, so that it goes on when the host is cut off from this one.
 * It is steered by pipes, which no cut affects. Its times can be compared with this JVM's: both are readings of the
 * kernel's one monotonic clock. Not thread-safe.
 */
public final class HostLoad implements AutoCloseable {
    static final String WRITING = "writing";

    private final Process process;
    private final BufferedReader output;

    private HostLoad(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it and waits for its first acknowledged write. No password.
     *
     * @throws NetworkException if it ends before
     */
    public static HostLoad start(Host host, WriteLoadOptions options) {
        List<String> command = new ArrayList<>(host.enter());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                HostLoadMain.class.getName()));
        command.addAll(HostLoadMain.arguments(
                options.withFirstWriter(WriteLoad.reserve(options.writers().count()))));
        try {
            HostLoad load = new HostLoad(
                    ProcessReaper.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)));
            load.expect(WRITING);
            return load;
        } catch (IOException e) {
            throw new UncheckedIOException("java cannot be run", e);
        }
    }

    /** Ends the writers and returns all they recorded. */
    public History stop() {
        try {
            process.getOutputStream().close();
            return HistoryText.parse(output.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("the load on a host cannot be stopped", e);
        } finally {
            close();
        }
    }

    private void expect(String line) throws IOException {
        String read = output.readLine();
        if (!line.equals(read)) {
            close();
            throw new NetworkException("The load on a host said '" + read + "' instead of '" + line + "'.");
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
