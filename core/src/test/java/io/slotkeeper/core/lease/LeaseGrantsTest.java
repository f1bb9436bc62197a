package io.slotkeeper.core.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.detect.AgentSession;
import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.ProcessState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times are milliseconds of the leader's clock. A lease is over for certain 1275.3 ms after its heartbeat was heard. */
class LeaseGrantsTest {
    private static final long OVER_MILLIS = 1276;

    private final LeaseGrants grants = new LeaseGrants(LeaseTiming.defaults());

    @Test
    void onlyWhatArrivedBeforeTheRoundIsCovered() {
        grants.leads(at(0));
        long round = grants.begin(List.of(session(1, 10)), at(20));

        assertThat(grants.confirmed(round)).containsExactly(session(1, 10));
        assertThat(grants.confirmed(round)).as("a second time").isEmpty();
    }

    @Test
    void confirmationOfAnotherRoundCoversNothing() {
        grants.leads(at(0));
        long first = grants.begin(List.of(session(1, 10)), at(20));
        grants.doubted(first);
        long second = grants.begin(List.of(session(1, 110)), at(120));

        assertThat(grants.confirmed(first)).isEmpty();
        assertThat(grants.confirmed(second)).hasSize(1);
    }

    @Test
    void confirmationOfAnEarlierLeadershipCoversNothing() {
        grants.leads(at(0));
        long round = grants.begin(List.of(session(1, 10)), at(20));
        grants.leads(at(30));

        assertThat(grants.confirmed(round)).isEmpty();
    }

    @Test
    void onlyProcessesHeardBeforeAConfirmationAreKnown() {
        grants.leads(at(0));
        AgentSession heard = session(1, 10);
        long round = grants.begin(List.of(heard), at(20));
        assertThat(grants.knows(heard)).isFalse();
        grants.confirmed(round);
        assertThat(grants.knows(heard)).isTrue();
        AgentSession restarted = new AgentSession(
                Samples.report(1, "i2", 1, ProcessState.UP, Samples.primaryView(1)), at(30).nanos(), 0, false);
        assertThat(grants.knows(restarted)).isFalse();
        grants.leads(at(40));
        assertThat(grants.knows(heard)).as("by the next leadership").isFalse();
    }

    @Test
    void oneRoundAtATime() {
        grants.leads(at(0));
        assertThat(grants.mayBegin(at(1))).isTrue();
        long round = grants.begin(List.of(), at(1));
        assertThat(grants.mayBegin(at(2001))).isFalse();
        assertThat(grants.mayBegin(at(2002))).as("it was lost").isTrue();
        grants.confirmed(round);
        assertThat(grants.mayBegin(at(2))).isTrue();
    }

    @Test
    void newLeaderTakesEveryLeaseForValid() {
        grants.leads(at(5000));

        assertThat(grants.isOver("a1", at(5000 + OVER_MILLIS - 1))).isFalse();
        assertThat(grants.isOver("a1", at(5000 + OVER_MILLIS))).isTrue();
    }

    @Test
    void leaseIsOverLongEnoughAfterItsHeartbeatWasHeard() {
        grants.leads(at(0));
        grants.granted(session(1, 9000));
        grants.granted(session(1, 8000));

        assertThat(grants.isOver("a1", at(9000 + OVER_MILLIS - 1))).isFalse();
        assertThat(grants.remainingMillis("a1", at(9000 + OVER_MILLIS - 1))).isEqualTo(1);
        assertThat(grants.isOver("a1", at(9000 + OVER_MILLIS))).isTrue();
        assertThat(grants.isOver("a2", at(9000))).as("it never got one").isTrue();
    }

    @Test
    void promotedPrimaryServesWithoutALeaseAtFirst() {
        grants.leads(at(0));
        grants.holdsFrom("a2", at(7000).nanos());

        assertThat(grants.isOver("a2", at(7000 + OVER_MILLIS - 1))).isFalse();
    }

    private static Moment at(long millis) {
        return new Moment(millis * 1_000_000, 0);
    }

    private static AgentSession session(int number, long heardMillis) {
        return new AgentSession(
                Samples.report(number, "i1", 1, ProcessState.UP, Samples.primaryView(number)),
                heardMillis * 1_000_000,
                0,
                false);
    }
}
