package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Terminal;
import java.util.Locale;

/** Shows how far an operation is: one line that is written over on a terminal, nothing elsewhere. */
final class OperationProgress {
    private static final int WIDTH = 30;

    private final Terminal terminal;
    private final boolean shown;

    OperationProgress(Terminal terminal, boolean wanted) {
        this.terminal = terminal;
        this.shown = wanted && terminal.ansi().enabled();
    }

    /** The operation as it is now. */
    void show(JsonNode operation) {
        if (!shown) {
            return;
        }
        JsonNode progress = operation.path("progress");
        int slots = Math.max(1, progress.path("slots").asInt());
        int done = progress.path("slotsDone").asInt()
                + progress.path("slotsSkipped").asInt();
        int filled = WIDTH * done / slots;
        String line = String.format(
                Locale.ROOT,
                "\r[%s%s] %d of %d slots, %s of %s keys, %s/s, %s %s\u001b[K",
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                done,
                slots,
                Json.text(progress.path("keys")),
                Json.text(progress.path("keysTotal")),
                Json.text(progress.path("keysPerSecond")),
                Json.text(operation.path("state")),
                operation.path("waitingFor").asText("").isEmpty()
                        ? eta(progress)
                        : Json.text(operation.path("waitingFor")));
        terminal.block(line + (operation.path("endedAt").isNull() ? "" : System.lineSeparator()));
    }

    private static String eta(JsonNode progress) {
        long millis = progress.path("etaMillis").asLong(-1);
        return millis < 0 ? "" : "about " + Units.millis(millis) + " left";
    }
}
