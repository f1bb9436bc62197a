package io.slotkeeper.coordinator.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.core.map.SlotMapDelta;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
    private final ChangeLog log = new ChangeLog(3);

    private static Frame change(long version) {
        return FrameEncoder.change(new SlotMapDelta(version, "TEST", List.of(), List.of()));
    }

    @Test
    void anEmptyLogReachesBackToItsOwnVersionOnly() {
        assertThat(log.head()).isZero();
        assertThat(log.reachesBackTo(0)).isTrue();
        assertThat(log.reachesBackTo(1)).isFalse();
        assertThat(log.reachesBackTo(-1)).isFalse();
    }

    @Test
    void itKeepsTheNewestChanges() {
        for (long version = 1; version <= 5; version++) {
            log.append(change(version));
        }
        assertThat(log.change(2)).isEmpty();
        assertThat(log.change(3)).map(Frame::version).hasValue(3L);
        assertThat(log.change(6)).isEmpty();
        assertThat(log.reachesBackTo(1)).isFalse();
        assertThat(log.reachesBackTo(2)).isTrue();
        assertThat(log.reachesBackTo(5)).isTrue();
        assertThat(log.reachesBackTo(6)).isFalse();
    }

    @Test
    void itForgetsWhatCameBeforeAReplacement() {
        log.append(change(1));
        log.beginAt(40);
        assertThat(log.change(1)).isEmpty();
        assertThat(log.reachesBackTo(39)).isFalse();
        log.append(change(41));
        assertThat(log.reachesBackTo(40)).isTrue();
    }

    @Test
    void aGapIsAnError() {
        assertThatThrownBy(() -> log.append(change(2))).hasMessageContaining("2 does not follow 0");
    }
}
