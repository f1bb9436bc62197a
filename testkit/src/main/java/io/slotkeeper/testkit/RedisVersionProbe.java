package io.slotkeeper.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@code redis-server --version}: the one proof that a binary works on this machine. */
final class RedisVersionProbe {
    private static final Pattern VERSION = Pattern.compile("\\bv=(\\S+)");
    private static final long TIMEOUT_SECONDS = 10;

    private RedisVersionProbe() {}

    static String read(Path binary) {
        String output = outputOf(binary);
        Matcher matcher = VERSION.matcher(output);
        if (!matcher.find()) {
            throw new RedisProcessException(binary + " --version does not answer like a redis-server: \""
                    + output.strip() + "\". " + remedy(output));
        }
        return matcher.group(1);
    }

    private static String outputOf(Path binary) {
        try {
            // A file, not a pipe: reading a pipe would wait for ever if the program did not end.
            Path output = Files.createTempFile("redis-version", ".txt");
            try {
                Process process = new ProcessBuilder(binary.toString(), "--version")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                awaitEnd(binary, process);
                return Files.readString(output, StandardCharsets.UTF_8);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new RedisProcessException(
                    binary + " cannot be run: " + e.getMessage() + ". " + remedy(String.valueOf(e.getMessage())), e);
        }
    }

    private static void awaitEnd(Path binary, Process process) {
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new RedisProcessException(
                        binary + " --version did not end within " + TIMEOUT_SECONDS + " s. " + remedy(""));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new java.io.InterruptedIOException("interrupted during --version"));
        }
    }

    private static String remedy(String output) {
        String cause = output.contains("libssl") || output.contains("libcrypto")
                ? "It needs OpenSSL 3 (libssl.so.3), which this machine lacks. "
                : "";
        return cause + "Install redis-server 6.2 or newer (Debian, Ubuntu: apt-get install redis-server)"
                + " or name another binary.";
    }
}
