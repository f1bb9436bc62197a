package io.slotkeeper.cli.system;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clusters of other shapes; 1x1, 1x2, 2x1 and 3x1 are formed by the other tests. */
class ShapesIT {
    @ParameterizedTest(name = "{0} shards with {1} replicas")
    @CsvSource({"1, 0", "5, 1"})
    void formServeAndAreCleanForRedisCli(int shards, int replicas) {
        try (SystemCluster cluster =
                SystemCluster.start(SystemOptions.of("shape-" + shards + "x" + replicas, shards, replicas))) {
            ClusterChecks.assertServes(cluster, shards, replicas);
        }
    }
}
