package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.control.ControlLoop;
import io.slotkeeper.core.control.Effect;
import java.util.ArrayList;
import java.util.List;

/** The shell around one control loop: hands every effect to the cluster and keeps it for the tests. */
public final class FakeCoordinator implements Effect.Handler {
    private static final long PROBE_MICROS = 1000;
    private static final long PUBLISH_MICROS = 300;

    private static final long CONFIRM_MICROS = 2000;

    private final String name;
    private final FakeCluster cluster;
    private final ControlLoop loop;
    private final List<Effect> effects = new ArrayList<>();

    FakeCoordinator(String name, FakeCluster cluster, ControlLoop loop) {
        this.name = name;
        this.cluster = cluster;
        this.loop = loop;
    }

    void step(ControlEvent event) {
        for (Effect effect : loop.step(event, cluster.time().now())) {
            effects.add(effect);
            if (effect instanceof Effect.Note note) {
                cluster.trace(name + " notes " + note.shard() + " " + note.code());
            }
            effect.accept(this);
        }
    }

    String name() {
        return name;
    }

    public ControlLoop loop() {
        return loop;
    }

    /** Everything that this loop ever wanted done, in order. */
    public List<Effect> effects() {
        return effects;
    }

    @Override
    public void propose(Effect.Propose effect) {
        cluster.log().propose(this, effect.record());
    }

    @Override
    public void send(Effect.Send effect) {
        cluster.deliver(this, effect);
    }

    @Override
    public void probe(Effect.Probe effect) {
        cluster.time()
                .after(
                        PROBE_MICROS,
                        () -> step(new ControlEvent.NodeProbed(
                                effect.node().id(),
                                cluster.reaches(name, effect.node().id()))));
    }

    @Override
    public void promoted(Effect.Promoted effect) {
        if (effect.outcome().equals("promoted")) {
            cluster.time()
                    .after(
                            PUBLISH_MICROS,
                            () -> step(new ControlEvent.Published(effect.shard(), effect.epoch(), PUBLISH_MICROS)));
        }
    }

    @Override
    public void wakeUp(Effect.WakeUp effect) {
        cluster.time().after(effect.afterMillis() * 1000, () -> step(new ControlEvent.Tick(0)));
    }

    @Override
    public void confirmLeadership(Effect.ConfirmLeadership effect) {
        cluster.time().after(CONFIRM_MICROS, () -> {
            boolean confirmed = effect.term() == cluster.log().term() || cluster.has(Flaw.MAJORITY_NOT_ASKED);
            step(
                    confirmed
                            ? new ControlEvent.LeadershipConfirmed(effect.round())
                            : new ControlEvent.LeadershipDoubted(effect.round()));
        });
    }

    @Override
    public void grant(Effect.Grant effect) {
        cluster.grant(this, effect);
    }

    /** Kept in {@link #effects()}; nothing else happens. */
    @Override
    public void answer(Effect.CustodyAnswer effect) {}

    @Override
    public void answer(Effect.Answer effect) {}

    /** Kept in {@link #effects()}; nothing else happens. */
    @Override
    public void answer(Effect.OperationAnswer effect) {}

    /** Kept in {@link #effects()}; nothing else happens. */
    @Override
    public void answer(Effect.UpkeepAnswer effect) {}

    /** Kept in {@link #effects()}; nothing else happens. */
    @Override
    public void answerDrill(Effect.AnswerDrill effect) {}

    /** Kept in {@link #effects()}; nothing else happens. */
    @Override
    public void note(Effect.Note effect) {}
}
