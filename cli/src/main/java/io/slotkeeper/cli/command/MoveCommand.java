package io.slotkeeper.cli.command;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slotkeeper move}. */
@Command(name = "move", description = "Moves slots with their keys to a shard, while clients go on.")
public final class MoveCommand extends SlotOperationCommand {
    @Option(
            names = "--slots",
            paramLabel = "SLOTS",
            required = true,
            description = "Slots and ranges, for example 7,100-199; whoever owns them gives them away.")
    String slots;

    @Option(names = "--to", paramLabel = "SHARD", required = true, description = "Shard that gets them.")
    String to;

    @Override
    String kind() {
        return "move";
    }

    @Override
    void describe(Map<String, Object> request) {
        request.put("slots", slots);
        request.put("shard", to);
    }
}
