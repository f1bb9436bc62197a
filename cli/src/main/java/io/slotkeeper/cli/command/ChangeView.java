package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Terminal;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Frames of the stream for people: one line for each shard that changed. */
public final class ChangeView {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    // As wide as the longest usual values, so that the lines stay under each other and fit 100 columns.
    private static final int VERSION_WIDTH = 5;
    private static final int CAUSE_WIDTH = 20;
    private static final int STATE_WIDTH = 14;

    private ChangeView() {}

    /** The lines of a frame, each with a line break; the time is that of its arrival. */
    public static String lines(Terminal terminal, JsonNode frame) {
        String type = Json.text(frame.path("type"));
        return switch (type) {
            case "snapshot" -> lines(terminal, frame, "snapshot");
            case "change" -> lines(terminal, frame, Json.text(frame.path("cause")));
            default -> "";
        };
    }

    private static String lines(Terminal terminal, JsonNode frame, String cause) {
        String head = "%s  %s  %s"
                .formatted(
                        TIME.format(LocalTime.now(ZoneId.systemDefault())),
                        terminal.paint(Style.HEADING, pad("v" + Json.text(frame.path("version")), VERSION_WIDTH)),
                        terminal.paint(
                                cause.equals("snapshot") ? Style.FAINT : Style.WARNING, pad(cause, CAUSE_WIDTH)));
        StringBuilder out = new StringBuilder();
        Json.elements(frame.path("shards")).forEach(shard -> out.append(head)
                .append("  ")
                .append(shard(terminal, shard))
                .append('\n'));
        Json.elements(frame.path("removedShards"))
                .forEach(id ->
                        out.append(head).append("  ").append(Json.text(id)).append(" removed\n"));
        return out.isEmpty() ? head.stripTrailing() + "\n" : out.toString();
    }

    private static String shard(Terminal terminal, JsonNode shard) {
        var state = StatusView.state(shard);
        return String.format(
                Locale.ROOT,
                "%-4s %s  epoch %s  primary %s",
                Json.text(shard.path("id")),
                terminal.paint(state.style(), pad(state.text(), STATE_WIDTH)),
                Json.text(shard.path("epoch")),
                Json.address(shard.path("primary")));
    }

    private static String pad(String text, int width) {
        return String.format(Locale.ROOT, "%-" + width + "s", text);
    }
}
