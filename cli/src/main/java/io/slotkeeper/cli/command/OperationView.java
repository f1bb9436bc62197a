package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.output.Terminal;

/** Operations for people. */
final class OperationView {
    private OperationView() {}

    /** One operation, or the plan of one. */
    static void print(Terminal terminal, JsonNode answer) {
        if (answer.path("dryRun").asBoolean()) {
            terminal.line("Would " + Json.text(answer.path("text")) + " Nothing was changed.");
        } else {
            String state = Json.text(answer.path("state"));
            JsonNode progress = answer.path("progress");
            terminal.line(terminal.paint(
                    style(state),
                    "Operation " + Json.text(answer.path("id")) + " is " + state + ": " + done(answer, progress)
                            + (answer.path("reason").asText("").isEmpty()
                                    ? "."
                                    : "; " + Json.text(answer.path("reason")))));
        }
        Table moves = new Table("FROM", "TO", "COUNT>", "SLOTS");
        Json.elements(answer.path("moves"))
                .forEach(move -> moves.row(
                        Cell.of(Json.text(move.path("from"))),
                        Cell.of(Json.text(move.path("to"))),
                        Cell.of(Json.text(move.path("count"))),
                        Cell.of(Json.slots(move.path("slots")))));
        terminal.block(moves.isEmpty() ? "" : moves.render(terminal.ansi()));
    }

    private static String done(JsonNode operation, JsonNode progress) {
        return progress.path("slots").asInt() == 0
                ? Json.text(operation.path("text")).replaceAll("\\.$", "")
                : Json.text(progress.path("slotsDone")) + " of " + Json.text(progress.path("slots")) + " slots, "
                        + Json.text(progress.path("keys")) + " keys moved";
    }

    /** All operations that are remembered. */
    static void printAll(Terminal terminal, JsonNode answer) {
        Table table = new Table("ID>", "KIND", "STATE", "SLOTS>", "DONE>", "KEYS>", "STARTED", "REASON");
        Json.elements(answer.path("operations"))
                .forEach(operation -> table.row(
                        Cell.of(Json.text(operation.path("id"))),
                        Cell.of(Json.text(operation.path("kind"))),
                        Cell.of(Json.text(operation.path("state")), style(Json.text(operation.path("state")))),
                        Cell.of(Json.text(operation.path("progress").path("slots"))),
                        Cell.of(Json.text(operation.path("progress").path("slotsDone"))),
                        Cell.of(Json.text(operation.path("progress").path("keys"))),
                        Cell.of(Json.text(operation.path("startedAt"))),
                        Cell.of(Json.text(operation.path("reason")))));
        terminal.block(table.isEmpty() ? "There was no operation yet.\n" : table.render(terminal.ansi()));
    }

    private static Style style(String state) {
        return switch (state) {
            case "done" -> Style.GOOD;
            case "paused", "aborting", "aborted", "queued" -> Style.WARNING;
            default -> Style.PLAIN;
        };
    }
}
