package io.slotkeeper.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.Ack;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

class AcceptedWritesTest {
    private static final HostAndPort OLD = new HostAndPort("127.0.0.1", 1);
    private static final HostAndPort NEW = new HostAndPort("127.0.0.1", 2);

    @Test
    void timeCountsFromTheLastWriteOfTheOldPrimary() {
        List<Ack> acks = List.of(ack(OLD, 90), ack(OLD, 104), ack(NEW, 130), ack(NEW, 131));
        assertThat(AcceptedWrites.nanosToAnother(acks, OLD, 100)).isEqualTo(26);
    }

    @Test
    void withoutAWriteAfterTheFaultItCountsFromTheLastBefore() {
        assertThat(AcceptedWrites.nanosToAnother(List.of(ack(OLD, 90), ack(NEW, 130)), OLD, 100))
                .isEqualTo(40);
        assertThat(AcceptedWrites.nanosToAnother(List.of(ack(OLD, 90), ack(OLD, 110)), OLD, 100))
                .isEqualTo(-1);
    }

    @Test
    void theLongestGapIsOneThatEndedAfterTheFault() {
        List<Ack> acks = List.of(ack(OLD, 10), ack(OLD, 60), ack(OLD, 98), ack(OLD, 110), ack(OLD, 112));
        assertThat(AcceptedWrites.longestGap(acks, 100)).isEqualTo(12);
        assertThat(AcceptedWrites.longestGap(List.of(), 100)).isZero();
    }

    @Test
    void whatMustNotBeLostOrLateIsAFailure() {
        assertThat(outcome(Fault.CRASH_PRIMARY, 999, 3).failure()).isEmpty();
        assertThat(outcome(Fault.CRASH_PRIMARY, 1001, 0).failure())
                .hasValueSatisfying(text -> assertThat(text).contains("1001 ms", "1000 ms"));
        assertThat(outcome(Fault.SWITCHOVER, 10, 1).failure())
                .hasValueSatisfying(text -> assertThat(text).contains("1 acknowledged writes are missing"));
    }

    private static DrillOutcome outcome(Fault fault, double heldUpMillis, long lost) {
        return new DrillOutcome(
                fault,
                "s1",
                heldUpMillis,
                fault.bound().toMillis(),
                Map.of(),
                new DrillOutcome.Writes(1000, lost),
                new DrillOutcome.Reported("", Optional.empty()),
                2000);
    }

    private static Ack ack(HostAndPort node, long acked) {
        return new Ack("", 0, acked, 7, node, new Ack.Times(acked - 2, acked - 1, acked));
    }
}
