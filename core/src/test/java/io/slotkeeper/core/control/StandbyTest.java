package io.slotkeeper.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.record.LeaderPresent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A follower keeps its way to the agents open, and does nothing else. */
class StandbyTest {
    private static final long TERM = 7;

    private final ControlLoop loop = new ControlLoop(ControlOptions.of(new ClusterSettings(2, 1)));
    private long millis = 1000;

    @BeforeEach
    void hearTheAgents() {
        step(new ControlEvent.StateReplaced(Samples.formed()));
        for (int agent = 1; agent <= 6; agent++) {
            var view = agent == 1 || agent == 4 ? Samples.primaryView(agent) : Samples.replicaView(agent, 1);
            step(new ControlEvent.ReportReceived(Samples.report(agent, "i" + agent, 1, ProcessState.UP, view)));
        }
    }

    @Test
    void asksEveryAgentInTurnWithTheTermOfTheLeader() {
        LeaderPresent present = new LeaderPresent(TERM);
        step(new ControlEvent.RecordApplied(present, present.applyTo(Samples.formed())));
        List<Effect> effects = ticks(60);

        assertThat(effects).allSatisfy(effect -> {
            Effect.Send send = (Effect.Send) effect;
            assertThat(send.command().order()).isInstanceOf(Order.Report.class);
            assertThat(send.command().guard().term()).isEqualTo(TERM);
        });
        assertThat(effects).hasSizeBetween(11, 13);
        assertThat(effects.stream().map(effect -> ((Effect.Send) effect).agent()))
                .contains("a1", "a2", "a3", "a4", "a5", "a6");
    }

    @Test
    void asksNobodyBeforeItKnowsATerm() {
        assertThat(ticks(60)).isEmpty();
    }

    private List<Effect> ticks(int count) {
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            millis += 100;
            effects.addAll(step(new ControlEvent.Tick(0)));
        }
        return effects;
    }

    private List<Effect> step(ControlEvent event) {
        return loop.step(event, new Moment(millis * 1_000_000, Samples.AT));
    }
}
