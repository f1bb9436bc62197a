package io.slotkeeper.core.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.protocol.EndorseReply;
import io.slotkeeper.core.protocol.EndorseRequest;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Times are milliseconds of the agent's clock; it started at 0. A promise lasts 1275.3 ms: lease, fence-within, drift. */
class PromisesTest {
    private static final LeaseTiming TIMING = LeaseTiming.defaults();

    private final Promises promises = new Promises(0);

    @Test
    void promiseIsKeptUntilItEnds() {
        assertThat(endorse("x", 10_000).promised()).isTrue();

        assertThat(objection("", 11_275)).isPresent();
        assertThat(objection("", 11_276)).isEmpty();
    }

    @Test
    void promiseToAProcessThatIsHarmlessByEvidenceNeedNotBeKept() {
        endorse("x", 10_000);

        assertThat(objection("x", 10_001)).isEmpty();
        assertThat(objection("y", 10_001)).isPresent();
    }

    @Test
    void promiseToTheProcessThatCameAfterTheDeadOneIsKept() {
        endorse("x", 10_000);
        endorse("y", 10_100);

        assertThat(objection("x", 10_200)).isPresent();
    }

    @Test
    void nobodyIsEndorsedOnceAPromotionWasOrdered() {
        endorse("x", 10_000);
        objection("", 10_100);

        EndorseReply second = endorse("x", 10_600);
        assertThat(second.promised()).isFalse();
        assertThat(second.text()).contains("promotion");
        assertThat(objection("", 11_276)).isEmpty();
        assertThat(endorse("x", 12_552).promised()).isTrue();
    }

    @Test
    void agentThatHasJustStartedMayHaveForgotten() {
        assertThat(objection("", 1275)).isPresent();
        assertThat(objection("x", 1275)).isPresent();
        assertThat(objection("", 1276)).isEmpty();
        assertThat(new Promises(0).objection(promote("x", 17), 1_000_000))
                .as("a switchover waits for an offset of a primary that is paused")
                .isEmpty();
    }

    @Test
    void onlyTheFollowedPrimaryIsEndorsed() {
        NodeView other = Samples.replicaView(2, 9);
        assertThat(answer("x", Optional.of(other), 10_000).promised()).isFalse();
        assertThat(answer("x", Optional.of(Samples.primaryView(2)), 10_000).promised())
                .isFalse();
        assertThat(answer("x", Optional.empty(), 10_000).promised()).isFalse();
        assertThat(objection("", 10_001)).isEmpty();
    }

    private EndorseReply endorse(String run, long millis) {
        return answer(run, Optional.of(Samples.replicaView(2, 1)), millis);
    }

    private EndorseReply answer(String run, Optional<NodeView> view, long millis) {
        return promises.answer(
                new EndorseRequest(1, Samples.id(2), Samples.id(1), run, TIMING), view, millis * 1_000_000);
    }

    private Optional<String> objection(String harmlessRun, long millis) {
        return promises.objection(promote(harmlessRun, 0), millis * 1_000_000);
    }

    private static Order.Promote promote(String harmlessRun, long minOffset) {
        return new Order.Promote(SlotSet.all(), minOffset, harmlessRun, TIMING);
    }
}
