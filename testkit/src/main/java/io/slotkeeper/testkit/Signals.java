package io.slotkeeper.testkit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Sends signals the JDK has no method for, with kill(1). */
final class Signals {
    private Signals() {}

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
