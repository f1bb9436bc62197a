package io.slotkeeper.core.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void isThatOfTheLastOrders() {
        Pace pace = new Pace();
        for (int i = 0; i < 50; i++) {
            pace.moved("s1", 20_000, SECOND);
        }
        assertThat(pace.within("s1", 300)).isBetween(5_900L, 6_000L);
        assertThat(pace.within("s2", 300)).as("another shard").isEqualTo(1_500);
    }

    @Test
    void anOrderThatMovedNothingSaysNothing() {
        Pace pace = new Pace();
        pace.moved("s1", 0, SECOND);
        pace.moved("s1", 10, 0);
        assertThat(pace.within("s1", 1000)).isEqualTo(5_000);
    }
}
