package io.slotkeeper.coordinator.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void everyPromotionComesToItsEnd() {
        assertThat(Rehearsal.play(5)).isEqualTo(10);
    }
}
