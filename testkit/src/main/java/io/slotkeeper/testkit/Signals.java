package io.slotkeeper.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Sends signals the JDK has no method for, with kill(1). */
public final class Signals {
    private static final long SIGINT_BIT = 1L << 1;

    private Signals() {}

    /**
     * What to put before a command so that it heeds SIGINT. A shell starts jobs in the background with SIGINT ignored, all
     * their children inherit that, and a JVM leaves an ignored signal ignored: Ctrl-C could not be tested there.
     *
     * @return empty where SIGINT is not ignored, or where that cannot be told
     */
    public static List<String> heedingInterrupts() {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            boolean ignored = status.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring("SigIgn:".length()).trim())
                    .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & SIGINT_BIT) != 0);
            return ignored ? List.of("env", "--default-signal=INT") : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    static void send(String signal, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new RedisProcessException("SIG" + signal + " could not be sent to pid " + pid
                        + ": the process has ended or belongs to another user.");
            }
        } catch (IOException e) {
            throw new RedisProcessException("kill(1) cannot be run. Install procps or util-linux.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisProcessException("interrupted while sending SIG" + signal + " to pid " + pid, e);
        }
    }
}
