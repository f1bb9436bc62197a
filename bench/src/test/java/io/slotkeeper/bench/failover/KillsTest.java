package io.slotkeeper.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KillsTest {
    @Test
    void aSlowNativeClusterIsKilledLessOften() {
        assertThat(FailoverBench.Kills.of(20, List.of(1000, 15_000), 0).natives())
                .containsEntry(1000, 10)
                .containsEntry(15_000, 3);
    }

    @Test
    void aNumberGivenCountsForEachOfThem() {
        assertThat(FailoverBench.Kills.of(20, List.of(1000, 15_000), 7).natives())
                .containsEntry(1000, 7)
                .containsEntry(15_000, 7);
    }
}
