package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.client.SlotStream;
import io.slotkeeper.cli.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code slotkeeper watch}. */
@Command(
        name = "watch",
        description =
                "Prints every change of the slot map as it is published, until Ctrl-C. With -o json one frame a line.")
public final class WatchCommand extends ClientCommand {
    @Option(
            names = "--since",
            paramLabel = "VERSION",
            defaultValue = "-1",
            description =
                    "First prints the changes after this version, where the coordinator still has them; -1: begins"
                            + " with a snapshot. Default: ${DEFAULT-VALUE}.")
    long since;

    @Override
    void run(CoordinatorClient client, Terminal terminal) {
        if (since < -1) {
            throw new ParameterException(
                    spec.commandLine(), "--since is " + since + "; versions begin at 0, -1 asks for a snapshot.");
        }
        SlotStream stream = new SlotStream(client, since, terminal::message);
        stream.follow((frame, text) -> print(terminal, frame, text), () -> terminal.out()
                .checkError());
    }

    private void print(Terminal terminal, JsonNode frame, String text) {
        if (output.json()) {
            terminal.line(text);
        } else {
            terminal.block(ChangeView.lines(terminal, frame));
        }
    }
}
