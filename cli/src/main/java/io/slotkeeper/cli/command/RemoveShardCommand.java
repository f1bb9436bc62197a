package io.slotkeeper.cli.command;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slotkeeper remove-shard}. */
@Command(
        name = "remove-shard",
        description =
                "Moves all slots of a shard to the others and takes it out of the cluster; clients go on meanwhile.")
public final class RemoveShardCommand extends SlotOperationCommand {
    @Parameters(paramLabel = "SHARD", description = "Shard that leaves.")
    String shard;

    @Override
    String kind() {
        return "remove-shard";
    }

    @Override
    void describe(Map<String, Object> request) {
        request.put("shard", shard);
    }
}
