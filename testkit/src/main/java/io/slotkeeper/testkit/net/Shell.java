package io.slotkeeper.testkit.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short commands of iproute2 and waits for their end. Blocks. */
final class Shell {
    private static final int TIMEOUT_SECONDS = 10;

    private Shell() {}

    /** What a command left. */
    record Result(int exit, String output) {
        boolean ok() {
            return exit == 0;
        }
    }

    /**
     * Runs a command that must succeed.
     *
     * @throws NetworkException if it does not
     */
    static void run(List<String> command) {
        run(command, "");
    }

    /** As above, with text for its standard input. */
    static void run(List<String> command, String input) {
        Result result = attempt(command, input);
        if (!result.ok()) {
            throw new NetworkException("'" + String.join(" ", command) + "' failed: "
                    + result.output().strip()
                    + (input.isEmpty() ? "" : " Its input was:\n" + input));
        }
    }

    /** Runs a command that may fail. */
    static Result attempt(List<String> command) {
        return attempt(command, "");
    }

    private static Result attempt(List<String> command, String input) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new NetworkException("'" + String.join(" ", command) + "' did not end.");
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new NetworkException("'" + command.get(0) + "' cannot be run. Install iproute2 and util-linux.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NetworkException("interrupted while '" + String.join(" ", command) + "' ran", e);
        }
    }
}
