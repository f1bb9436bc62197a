package io.slotkeeper.core.analysis;

import io.slotkeeper.core.map.ShardState;
import java.util.Arrays;
import java.util.List;

/** Reads the analysis table against a shard. Stateless. */
public final class ShardAnalyzer {
    private ShardAnalyzer() {}

    /** All rows that hold, most urgent first. A shard that is still forming has no findings. */
    public static List<Finding> analyze(ShardView view) {
        if (view.shard().state() == ShardState.FORMING) {
            return List.of();
        }
        return Arrays.stream(AnalysisCode.values())
                .filter(code -> code.holds(view))
                .filter(code -> code != AnalysisCode.SHARD_WITHOUT_REPLICA
                        || !view.replicas().isEmpty())
                .map(code -> new Finding(code, code.describe(view)))
                .toList();
    }
}
