package io.slotkeeper.cli.command;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slotkeeper drain-shard}. */
@Command(
        name = "drain-shard",
        description = "Moves all slots of a shard to the others, so that it can be removed; clients go on meanwhile.")
public final class DrainShardCommand extends SlotOperationCommand {
    @Parameters(paramLabel = "SHARD", description = "Shard that gives its slots away.")
    String shard;

    @Override
    String kind() {
        return "drain-shard";
    }

    @Override
    void describe(Map<String, Object> request) {
        request.put("shard", shard);
    }
}
