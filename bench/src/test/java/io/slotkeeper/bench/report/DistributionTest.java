package io.slotkeeper.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static final long MILLI = 1_000_000;

    @Test
    void takesNearestRanks() {
        List<Long> nanos =
                LongStream.rangeClosed(1, 200).map(i -> i * MILLI).boxed().toList();
        assertThat(Distribution.ofNanos(nanos)).isEqualTo(new Distribution(200, 1, 100, 198, 200));
    }

    @Test
    void ofOneValueIsThatValue() {
        assertThat(Distribution.ofNanos(List.of(5 * MILLI))).isEqualTo(new Distribution(1, 5, 5, 5, 5));
    }

    @Test
    void ofFewValuesHasTheLargestAsP99() {
        Distribution values = Distribution.ofNanos(List.of(3 * MILLI, MILLI, 2 * MILLI));
        assertThat(values.p99()).isEqualTo(values.max()).isEqualTo(3);
    }

    @Test
    void ofNothingIsRefused() {
        assertThatThrownBy(() -> Distribution.ofNanos(List.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void textShortensLargeAndSmallFigures() {
        assertThat(Distribution.text(19_421.4)).isEqualTo("19421");
        assertThat(Distribution.text(7.14)).isEqualTo("7.1");
        assertThat(Distribution.text(0.034)).isEqualTo("0.03");
    }

    @Test
    void jsonIsInMillisecondsRoundedToMicroseconds() {
        assertThat(Distribution.ofNanos(List.of(1_234_567L)).json())
                .containsEntry("count", 1)
                .containsEntry("p50Millis", 1.235);
    }
}
