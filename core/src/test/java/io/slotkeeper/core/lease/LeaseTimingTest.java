package io.slotkeeper.core.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.slotkeeper.core.protocol.LeaseTiming;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LeaseTimingTest {
    @Test
    void everyRuleIsChecked() {
        refused(299, 119, 75, 10, "lease");
        refused(60_001, 400, 250, 10, "lease");
        refused(1000, 400, 49, 10, "fence-within");
        refused(1000, 400, 1001, 10, "fence-within");
        refused(1000, 100, 250, 10, "ask-before");
        refused(1000, 701, 250, 10, "ask-before");
        refused(1000, 400, 250, 101, "clock-drift");
        refused(1000, 400, 250, -1, "clock-drift");
        assertThat(new LeaseTiming(1000, 700, 1000, 0).elsewhereNanos()).isEqualTo(1_000_000_000);
    }

    @Test
    void leaseTooShortForItsPartsNamesTheRemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeaseTiming.ofLease(400))
                .withMessageContaining("--lease");
        assertThat(LeaseTiming.ofLease(1000)).isEqualTo(LeaseTiming.defaults());
    }

    /** The step of the argument that needs the drift: the fastest clock elsewhere outlasts the slowest holder's lease. */
    @Property
    void waitOutlastsTheLeaseForAnyTwoClocks(
            @ForAll @LongRange(min = 500, max = 60_000) long lease,
            @ForAll @IntRange(min = 0, max = 100) int drift,
            @ForAll @IntRange(min = -100, max = 100) int holder,
            @ForAll @IntRange(min = -100, max = 100) int waiter) {
        LeaseTiming timing = new LeaseTiming(lease, 150, 50, drift);
        double slowestHolder = timing.leaseNanos() / rate(Math.max(-drift, Math.min(drift, holder)));
        double shortestWait = timing.elsewhereNanos() / rate(Math.max(-drift, Math.min(drift, waiter)));

        assertThat(shortestWait).isGreaterThanOrEqualTo(slowestHolder - 1);
    }

    private static double rate(int permille) {
        return 1 + permille / 1000.0;
    }

    private static void refused(long lease, long ask, long fence, int drift, String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeaseTiming(lease, ask, fence, drift))
                .withMessageStartingWith(rule);
    }
}
