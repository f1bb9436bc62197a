package io.slotkeeper.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.record.PrimaryActivated;
import io.slotkeeper.core.record.PrimaryElected;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody ran CLUSTER FAILOVER by hand, or an election was given up although its promotion had happened. */
class UnknownPromotionTest {

    @Test
    void promotionThatNobodyKnewOfIsAdopted() {
        ControlLoop loop = new ControlLoop(ControlOptions.of(new ClusterSettings(2, 1)));
        loop.step(new ControlEvent.LeadershipGained(1, Samples.formed(), "c-1"), at(0));
        loop.step(report(1, Samples.replicaView(1, 2)), at(1));
        loop.step(report(3, Samples.replicaView(3, 2)), at(2));

        List<Effect> effects = loop.step(report(2, Samples.primaryView(2)), at(3));

        PrimaryElected elected = effects.stream()
                .filter(Effect.Propose.class::isInstance)
                .map(e -> ((Effect.Propose) e).record())
                .filter(PrimaryElected.class::isInstance)
                .map(PrimaryElected.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(elected.election().candidate()).isEqualTo(Samples.id(2));
        assertThat(elected.election().cause()).isEqualTo("PRIMARY_REPLACED");

        List<Effect> next =
                loop.step(new ControlEvent.RecordApplied(elected, elected.applyTo(Samples.formed())), at(4));
        assertThat(next).noneMatch(e -> e instanceof Effect.Send);
        assertThat(next).anyMatch(e -> e instanceof Effect.Propose p && p.record() instanceof PrimaryActivated);
    }

    private static ControlEvent report(int number, NodeView view) {
        return new ControlEvent.ReportReceived(Samples.report(number, "i", 1, ProcessState.UP, view));
    }

    private static Moment at(long millis) {
        return new Moment(millis * 1_000_000, Samples.AT + millis);
    }
}
