package io.slotkeeper.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class BatchSizeTest {
    private static final long BOUND = 20_000;

    private static long learned(LongUnaryOperator microsOfBytes) {
        BatchSize size = new BatchSize();
        for (int i = 0; i < 100; i++) {
            size.took(size.bytes(), microsOfBytes.applyAsLong(size.bytes()), BOUND);
        }
        return size.bytes();
    }

    @Test
    void batchesGrowWhileTheyAreFast() {
        assertThat(learned(bytes -> 1_000 + bytes / 1_000)).isEqualTo(2 << 20);
    }

    @Test
    void batchesThatTakeTooLongGetSmaller() {
        long bytes = learned(b -> b / 10);
        assertThat(bytes / 10).isLessThanOrEqualTo(BOUND);
        assertThat(bytes).isGreaterThan(BatchSize.LEAST_BYTES);
    }

    @Test
    void aLongWayToTheTargetDoesNotMakeBatchesTiny() {
        assertThat(learned(bytes -> 50_000)).isEqualTo(BatchSize.LEAST_BYTES);
    }

    @Test
    void aBatchThatWasFarFromFullSaysNothing() {
        BatchSize size = new BatchSize();
        long before = size.bytes();
        size.took(before / 4, 1, BOUND);
        size.took(before / 4, 10 * BOUND, BOUND);
        assertThat(size.bytes()).isEqualTo(before);
    }
}
