package io.slotkeeper.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testkit.ProcessReaper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a client command in a JVM of its own printed and returned. */
record CommandResult(int code, String out, String err) {
    private static final long TIMEOUT_SECONDS = 60;

    static CommandResult run(Path log, String coordinator, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.slotkeeper.cli.Main"));
        command.addAll(List.of(words));
        command.add("--coordinator=" + coordinator);
        Path out = log.resolveSibling("cli.out");
        Path err = log.resolveSibling("cli.err");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("SLOTKEEPER_"));
            Process process = ProcessReaper.start(builder);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", words) + " still runs after " + TIMEOUT_SECONDS + " s");
            }
            return new CommandResult(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException("the command cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a command runs", e);
        }
    }

    JsonNode json() {
        return Rest.parse(out);
    }
}
