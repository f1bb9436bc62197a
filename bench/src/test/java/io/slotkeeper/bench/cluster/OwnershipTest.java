package io.slotkeeper.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipTest {
    private static final int SLOTS = 16_384;
    private static final int PER_SHARD = 16;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64})
    void loadComesToEveryShardInTurn(int shards) {
        List<Integer> slots = Ownership.interleaved(shards, PER_SHARD);
        assertThat(slots).hasSize(shards * PER_SHARD).doesNotHaveDuplicates();
        for (int i = 0; i < slots.size(); i++) {
            assertThat(slots.get(i)).isBetween(first(i % shards, shards) + 1, first(i % shards + 1, shards) - 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64})
    void slotOfShardLiesInsideItsPart(int shards) {
        for (int shard = 0; shard < shards; shard++) {
            assertThat(Ownership.slotOfShard(shard, shards))
                    .isBetween(first(shard, shards) + 1, first(shard + 1, shards) - 2);
        }
    }

    private static int first(int shard, int shards) {
        return SLOTS * shard / shards;
    }
}
