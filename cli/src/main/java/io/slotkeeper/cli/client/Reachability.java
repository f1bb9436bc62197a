package io.slotkeeper.cli.client;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.List;

/** Texts about coordinators that do not answer. */
final class Reachability {
    private Reachability() {}

    static CommandFailure none(List<String> failures) {
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                "No coordinator can be reached: " + String.join(", ", failures)
                        + ". Start one, or name the right address with --coordinator http://HOST:PORT.");
    }

    static String reason(Throwable failure) {
        if (failure instanceof HttpTimeoutException) {
            return "timed out";
        }
        if (failure instanceof ConnectException) {
            String text = failure.getMessage();
            return text == null ? "connection refused" : text;
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
