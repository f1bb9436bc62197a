package io.slotkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

class HistoryTest {
    private static final HostAndPort NODE = new HostAndPort("127.0.0.1", 7000);

    private final History history = new History(
            List.of(
                    ack(0, 5, 0, 1_000_000, 3_000_000),
                    ack(1, 6, 1_000_000, 4_000_000, 5_000_000),
                    ack(2, 5, 2_000_000, 5_000_000, 12_000_000)),
            Map.of());

    @Test
    void aReplyOnItsWayAtTheInstantDoesNotCount() {
        assertThat(history.firstAckSentAfter(2_000_000, slot -> true)
                        .orElseThrow()
                        .number())
                .isEqualTo(1);
        assertThat(history.firstAckSentAfter(2_000_000, slot -> slot == 5)
                        .orElseThrow()
                        .number())
                .isEqualTo(2);
        assertThat(history.firstAckSentAfter(6_000_000, slot -> true)).isEmpty();
    }

    @Test
    void blockedTimeRunsFromTheFirstAttempt() {
        assertThat(history.blockedMillis().maxMillis()).isEqualTo(10.0);
        assertThat(history.blockedMillis().millis(50)).isEqualTo(4.0);
        assertThat(history.blockedMillis(0, 500_000).maxMillis()).isEqualTo(3.0);
        assertThat(history.blockedMillis(20_000_000, 30_000_000).count()).isZero();
    }

    @Test
    void percentilesAreNearestRankAndRefuseNonsense() {
        Percentiles hundred = Percentiles.ofNanos(java.util.stream.LongStream.rangeClosed(1, 100)
                .map(i -> i * 1_000_000)
                .toArray());
        assertThat(hundred.millis(99)).isEqualTo(99.0);
        assertThat(hundred.millis(50)).isEqualTo(50.0);
        assertThatThrownBy(() -> hundred.millis(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Percentiles.ofNanos(new long[0]).millis(50)).isInstanceOf(IllegalStateException.class);
        assertThat(Percentiles.ofNanos(new long[0])).hasToString("n=0");
    }

    private static Ack ack(long number, int slot, long firstSent, long sent, long acked) {
        return new Ack("", 0, number, slot, NODE, new Ack.Times(firstSent, sent, acked));
    }
}
