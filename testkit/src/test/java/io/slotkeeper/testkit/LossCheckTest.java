package io.slotkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

/** Losses that asynchronous replication explains, and losses that must be caught. */
class LossCheckTest {
    private static final HostAndPort OLD = new HostAndPort("old", 1);
    private static final HostAndPort NEW = new HostAndPort("new", 1);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long CUT = 100 * SECOND;
    private static final long FENCED = 101 * SECOND;

    private final Ack early = ack(1, OLD, CUT - 5 * SECOND);
    private final Ack last = ack(2, OLD, CUT - SECOND / 10);
    private final Ack inside = ack(3, OLD, CUT + SECOND / 2);
    private final Ack after = ack(4, NEW, FENCED + SECOND);
    private final List<LossCheck.Deposed> cut = List.of(new LossCheck.Deposed(OLD, CUT, FENCED));

    @Test
    void theLastWritesOfADeposedPrimaryMayBeLost() {
        assertThat(unexplained(cut)).isEmpty();
        assertThat(unexplained(cut, inside)).isEmpty();
        assertThat(unexplained(cut, last, inside)).isEmpty();
    }

    @Test
    void aHoleBeforeASurvivingWriteIsCaught() {
        assertThat(unexplained(cut, last)).containsExactly(last);
    }

    @Test
    void aWriteFromLongBeforeTheFaultIsCaught() {
        assertThat(unexplained(cut, early, last, inside)).containsExactly(early);
    }

    @Test
    void aWriteOfTheNewPrimaryIsCaught() {
        assertThat(unexplained(cut, after)).containsExactly(after);
    }

    @Test
    void aWriteSentAfterTheFenceIsCaught() {
        Ack late = ack(5, OLD, FENCED + SECOND);
        History history = new History(List.of(late), Map.of());
        assertThat(LossCheck.unexplained(history, report(late), cut)).containsExactly(late);
    }

    @Test
    void withoutAFaultNothingMayBeLost() {
        assertThat(unexplained(List.of(), inside)).containsExactly(inside);
    }

    private Set<Ack> unexplained(List<LossCheck.Deposed> deposed, Ack... lost) {
        return LossCheck.unexplained(new History(List.of(early, last, inside, after), Map.of()), report(lost), deposed);
    }

    private static HistoryChecker.Report report(Ack... lost) {
        return new HistoryChecker.Report(4, List.of(lost), List.of(), List.of());
    }

    private static Ack ack(long number, HostAndPort node, long sent) {
        return new Ack("", 0, number, 1, node, new Ack.Times(sent, sent, sent + 1));
    }
}
