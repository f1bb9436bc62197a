package io.slotkeeper.cli.command;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slotkeeper rebalance}. */
@Command(
        name = "rebalance",
        description = "Spreads the slots over all shards, by weight, with the fewest moves; clients go on meanwhile.")
public final class RebalanceCommand extends SlotOperationCommand {
    @Option(
            names = "--weight",
            paramLabel = "SHARD=WEIGHT",
            split = ",",
            description = "How much a shard shall own, 1 for those that are not named; repeatable, or a comma list.")
    Map<String, Double> weights = new TreeMap<>();

    @Option(
            names = "--placement",
            paramLabel = "balanced|ring",
            defaultValue = "balanced",
            description = "balanced: at most one slot off, fewest moves; ring: consistent hashing."
                    + " Default: ${DEFAULT-VALUE}.")
    String placement;

    @Override
    String kind() {
        return "rebalance";
    }

    @Override
    void describe(Map<String, Object> request) {
        request.put("placement", placement);
        if (!weights.isEmpty()) {
            request.put("weights", weights);
        }
    }
}
