package io.slotkeeper.agent.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Stops a process by SIGSTOP and lets it go on by SIGCONT after a time. A small shell does both, so that the process goes on
 * even when the agent, or whoever wanted it stopped, dies meanwhile. It signals the process that it was started for, told by
 * its start time, and no other that got the same pid. Needs {@code sh}, {@code kill} and {@code /proc}.
 */
final class BoundedStop {
    private static final String SCRIPT = """
            same() { [ "$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20)" = "$2" ]; }
            resume() { trap '' INT TERM HUP; same "$1" "$2" && kill -CONT "$1"; kill "$nap" 2>/dev/null; exit 0; }
            trap 'resume "$1" "$2"' INT TERM HUP
            same "$1" "$2" || exit 1
            sleep "$3" & nap=$!
            kill -STOP "$1" || { kill "$nap"; exit 1; }
            wait "$nap"
            resume "$1" "$2"
            """;

    private BoundedStop() {}

    /** Begins; returns as soon as the shell runs. */
    static void begin(long pid, long startTicks, Duration time) throws IOException {
        String seconds = String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
        new ProcessBuilder(List.of(
                        "sh", "-c", SCRIPT, "slotkeeper-drill", Long.toString(pid), Long.toString(startTicks), seconds))
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
