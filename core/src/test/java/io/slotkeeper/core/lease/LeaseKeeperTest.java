package io.slotkeeper.core.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.protocol.Endorser;
import io.slotkeeper.core.protocol.LeaseGrant;
import io.slotkeeper.core.protocol.LeaseTiming;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times are milliseconds of the agent's clock: a lease of 1000, asked for again from 600 on, fenced within 250. */
class LeaseKeeperTest {
    private static final LeaseTiming TIMING = LeaseTiming.defaults();
    private static final Endorser R2 = new Endorser(Samples.id(2), "10.0.0.2", 4711);
    private static final Endorser R3 = new Endorser(Samples.id(3), "10.0.0.3", 4711);

    private final LeaseKeeper keeper = new LeaseKeeper(TIMING);

    @Test
    void leaseCountsFromTheHeartbeatNotFromItsAcknowledgement() {
        primary("x", 0);
        grant(1, "x", 0, 900);

        assertThat(tick(999)).noneMatch(LeaseEffect.Fence.class::isInstance);
        assertThat(tick(1000)).anyMatch(LeaseEffect.Fence.class::isInstance);
    }

    @Test
    void leaseThatComesTooLateIsWorthNothing() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        tick(1000);

        assertThat(grant(1, "x", 100, 1101)).noneMatch(LeaseEffect.Unfence.class::isInstance);
        assertThat(grant(1, "x", 200, 1110)).contains(new LeaseEffect.Unfence());
    }

    @Test
    void renewedLeaseNeitherAsksNorFences() {
        primary("x", 0);
        for (long now = 0; now < 20_000; now += 100) {
            List<LeaseEffect> effects = grant(1, "x", now, now + 10);
            assertThat(effects).allMatch(LeaseEffect.WakeAt.class::isInstance);
        }
    }

    @Test
    void allEndorsementsCarryOnFromTheQuestion() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        LeaseEffect.Ask ask = ask(tick(600));
        assertThat(ask.endorsers()).containsExactly(R2, R3);

        answer(ask.round(), R2, true, 650);
        answer(ask.round(), R3, true, 900);

        assertThat(tick(1599)).noneMatch(LeaseEffect.Fence.class::isInstance);
        assertThat(tick(1600)).contains(new LeaseEffect.Fence());
    }

    @Test
    void replicaWhoseAgentANewLeaderHasNotHeardIsAskedWhereItWas() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        Endorser unheard = new Endorser(R3.node(), "", 0);
        step(new LeaseEvent.Granted(new LeaseGrant(2, "s1", 200_000_000, "x", TIMING, List.of(R2, unheard))), 210);

        assertThat(ask(tick(800)).endorsers()).containsExactly(R2, R3);
    }

    @Test
    void oneMissingEndorsementIsOneTooFew() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        LeaseEffect.Ask ask = ask(tick(600));
        answer(ask.round(), R2, true, 650);
        answer(ask.round(), R3, false, 650);

        assertThat(tick(1000)).contains(new LeaseEffect.Fence());
    }

    @Test
    void answersOfDifferentRoundsAreNotPutTogether() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        LeaseEffect.Ask first = ask(tick(600));
        answer(first.round(), R2, true, 610);
        LeaseEffect.Ask second = ask(tick(800));
        answer(first.round(), R3, true, 810);
        answer(second.round(), R3, true, 820);

        assertThat(tick(1000)).contains(new LeaseEffect.Fence());
    }

    @Test
    void pauseThatRunsOutEndsInAFenceThatOnlyALeaderLifts() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        assertThat(step(new LeaseEvent.WritesPaused(300_000_000), 50)).contains(new LeaseEffect.WakeAt(300_000_000));
        assertThat(tick(299)).noneMatch(LeaseEffect.Fence.class::isInstance);
        assertThat(tick(300)).contains(new LeaseEffect.Fence());
        assertThat(keeper.mayServe(301_000_000L)).isFalse();
        step(new LeaseEvent.FenceEnded(true), 310);

        assertThat(grant(1, "x", 300, 320)).noneMatch(LeaseEffect.Unfence.class::isInstance);
        assertThat(keeper.isFenced()).isTrue();
        assertThat(keeper.mayUnfence(3, 330_000_000L)).isTrue();
    }

    @Test
    void orderThatWasSentBeforeTheFenceDoesNotLiftIt() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        step(new LeaseEvent.FenceOrdered(2), 100);

        assertThat(keeper.mayUnfence(2, 110_000_000L)).isFalse();
        assertThat(keeper.mayUnfence(3, 110_000_000L)).isTrue();
    }

    @Test
    void primaryThatHangsWhenItsPauseRunsOutIsKilled() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        step(new LeaseEvent.WritesPaused(300_000_000), 50);
        tick(300);

        assertThat(tick(425)).contains(new LeaseEffect.Kill("x"));
    }

    @Test
    void pauseThatWasEndedInTimeLeavesNothingBehind() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        step(new LeaseEvent.WritesPaused(300_000_000), 50);
        step(new LeaseEvent.WritesResumed(), 60);

        assertThat(tick(400)).noneMatch(LeaseEffect.Fence.class::isInstance);
    }

    @Test
    void fencedPrimaryIsKilledUnlessTheFenceIsConfirmedInTime() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        tick(1000);
        assertThat(tick(1124)).noneMatch(LeaseEffect.Kill.class::isInstance);
        assertThat(tick(1125)).contains(new LeaseEffect.Kill("x"));
        assertThat(tick(1300)).noneMatch(LeaseEffect.Kill.class::isInstance);
    }

    @Test
    void confirmedFenceKillsNobody() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        tick(1000);
        step(new LeaseEvent.FenceEnded(true), 1003);

        assertThat(tick(5000)).noneMatch(LeaseEffect.Kill.class::isInstance);
    }

    @Test
    void keeperThatWasNotRunInTimeAsksBeforeItFences() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        List<LeaseEffect> effects = tick(1250);
        LeaseEffect.Ask ask = ask(effects);
        assertThat(effects).noneMatch(LeaseEffect.Fence.class::isInstance);
        answer(ask.round(), R2, true, 1260);
        answer(ask.round(), R3, true, 1260);
        assertThat(tick(1350)).noneMatch(LeaseEffect.Fence.class::isInstance);
    }

    @Test
    void keeperThatWasNotRunInTimeFencesWithoutAnswers() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        tick(1250);
        assertThat(tick(1349)).noneMatch(LeaseEffect.Fence.class::isInstance);
        assertThat(tick(1350)).contains(new LeaseEffect.Fence());
    }

    @Test
    void fenceOfTheLeaderIsNotLiftedByALease() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        step(new LeaseEvent.FenceOrdered(2), 100);

        assertThat(grant(1, "x", 90, 110)).isEmpty();
        assertThat(tick(5000)).isEmpty();
        assertThat(step(new LeaseEvent.UnfenceOrdered(), 5001))
                .as("the order comes too late: there is no lease any more")
                .contains(new LeaseEffect.Fence());
    }

    @Test
    void orderToUnfenceNeedsALease() {
        primary("x", 0);
        grant(1, "x", 0, 10);

        assertThat(keeper.mayUnfence(3, 999_999_999L)).isTrue();
        assertThat(keeper.mayUnfence(3, 1_000_000_000L)).isFalse();
    }

    @Test
    void orderToUnfenceAPrimaryIsNotTrustedBeforeTheFirstLease() {
        primary("x", 0);
        assertThat(keeper.mayUnfence(3, 1)).isFalse();
        step(new LeaseEvent.NodeSeen(Samples.id(1), "x", false, true), 2);
        assertThat(keeper.mayUnfence(3, 3))
                .as("a replica accepts no writes anyway")
                .isTrue();
    }

    @Test
    void restartedProcessInheritsNothingAndIsFencedAtOnce() {
        primary("x", 0);
        grant(1, "x", 0, 10);

        assertThat(primary("y", 200)).contains(new LeaseEffect.Fence());
        assertThat(grant(1, "x", 190, 210))
                .as("the lease is of the process before")
                .noneMatch(LeaseEffect.Unfence.class::isInstance);
        assertThat(grant(1, "y", 210, 220)).contains(new LeaseEffect.Unfence());
    }

    @Test
    void grantOfAnOldTermIsRefused() {
        primary("x", 0);
        grant(7, "x", 0, 10);
        grant(6, "x", 500, 510);

        assertThat(tick(1000)).contains(new LeaseEffect.Fence());
    }

    @Test
    void promotionOrderedIsALeaseOfItsOwn() {
        step(new LeaseEvent.NodeSeen(Samples.id(1), "x", false, false), 0);
        step(new LeaseEvent.Promoted("x", 100_000_000, TIMING), 100);
        primary("x", 105);

        assertThat(tick(1099)).noneMatch(LeaseEffect.Fence.class::isInstance);
        assertThat(tick(1100)).contains(new LeaseEffect.Fence());
    }

    @Test
    void shardWithoutReplicasIsNeverFenced() {
        primary("x", 0);
        step(new LeaseEvent.Granted(new LeaseGrant(1, "s1", 0, "x", TIMING, List.of())), 10);

        assertThat(tick(60_000)).isEmpty();
        assertThat(keeper.mayServe(60_000_000_000L)).isTrue();
    }

    @Test
    void nodeThatNoLeaderEverSpokeOfIsLeftAlone() {
        assertThat(primary("x", 0)).isEmpty();
        assertThat(tick(60_000)).isEmpty();
    }

    @Test
    void demotedNodeIsNobodysBusiness() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        step(new LeaseEvent.NodeSeen(Samples.id(1), "x", false, false), 500);

        assertThat(tick(5000)).isEmpty();
    }

    @Test
    void goneProcessIsNotFenced() {
        primary("x", 0);
        grant(1, "x", 0, 10);
        step(new LeaseEvent.NodeGone(), 500);

        assertThat(tick(5000)).isEmpty();
    }

    @Test
    void clockMayStartAnywhere() {
        LeaseKeeper late = new LeaseKeeper(TIMING);
        long start = Long.MAX_VALUE - 500_000_000;
        late.step(new LeaseEvent.NodeSeen(Samples.id(1), "x", true, false), start);
        late.step(new LeaseEvent.Granted(new LeaseGrant(1, "s1", start, "x", TIMING, List.of(R2))), start);

        assertThat(late.mayServe(start + 999_999_999)).isTrue();
        assertThat(late.mayServe(start + 1_000_000_000)).isFalse();
    }

    private List<LeaseEffect> primary(String run, long millis) {
        return step(new LeaseEvent.NodeSeen(Samples.id(1), run, true, false), millis);
    }

    private List<LeaseEffect> grant(long term, String run, long sentMillis, long millis) {
        return step(
                new LeaseEvent.Granted(
                        new LeaseGrant(term, "s1", sentMillis * 1_000_000, run, TIMING, List.of(R2, R3))),
                millis);
    }

    private void answer(long round, Endorser by, boolean promised, long millis) {
        step(new LeaseEvent.Answered(round, by.node(), promised), millis);
    }

    private static LeaseEffect.Ask ask(List<LeaseEffect> effects) {
        return effects.stream()
                .filter(LeaseEffect.Ask.class::isInstance)
                .map(LeaseEffect.Ask.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private List<LeaseEffect> tick(long millis) {
        return step(new LeaseEvent.Tick(), millis);
    }

    private List<LeaseEffect> step(LeaseEvent event, long millis) {
        return keeper.step(event, millis * 1_000_000);
    }
}
