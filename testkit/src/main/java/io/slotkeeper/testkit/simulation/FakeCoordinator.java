package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.control.ControlLoop;
import io.slotkeeper.core.control.ControlOptions;
import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.PrimaryElected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shell around one control loop: hands every effect to the cluster and keeps it for the tests. */
public final class FakeCoordinator implements Effect.Handler {
    private static final long TICK_MICROS = 100_000;
    private static final long PROBE_MICROS = 1000;
    private static final long PUBLISH_MICROS = 300;

    private final String name;
    private final FakeCluster cluster;
    private final ControlOptions options;
    private final FakeProcess process;
    private final List<Effect> effects = new ArrayList<>();
    private final Map<NodeId, AgentReport> heard = new HashMap<>();
    private final Map<NodeId, String> deaf = new HashMap<>();
    private ControlLoop loop;
    private long tickDueNanos;
    private long shownVersion;

    FakeCoordinator(String name, FakeCluster cluster, ControlOptions options, long clockOffsetNanos) {
        this.name = name;
        this.cluster = cluster;
        this.options = options;
        this.process = new FakeProcess(cluster.time(), clockOffsetNanos);
        this.loop = new ControlLoop(options);
        plan(TICK_MICROS / 2);
    }

    /** Ticks know how late they are, as in the product. */
    private void plan(long micros) {
        tickDueNanos = process.clockNanos() + micros * 1000;
        process.after(micros, () -> {
            long lagMillis = (process.clockNanos() - tickDueNanos) / 1_000_000;
            plan(TICK_MICROS);
            step(new ControlEvent.Tick(Math.max(0, lagMillis)));
        });
    }

    void step(ControlEvent event) {
        process.run(() -> perform(loop.step(event, now())));
    }

    private void perform(List<Effect> wanted) {
        for (Effect effect : wanted) {
            if (cluster.keepsEffects()) {
                effects.add(effect);
            }
            if (effect instanceof Effect.Note note) {
                cluster.trace(() -> name + " notes " + note.shard() + " " + note.code());
            }
            effect.accept(this);
        }
    }

    String name() {
        return name;
    }

    FakeProcess process() {
        return process;
    }

    /** The version of the map that its clients saw last. */
    long shownVersion() {
        return shownVersion;
    }

    void shows(long version) {
        shownVersion = version;
    }

    /** What its control loop takes for the time. */
    Moment now() {
        return new Moment(process.clockNanos(), cluster.time().epochMillis());
    }

    public ControlLoop loop() {
        return loop;
    }

    /** Everything that this loop ever wanted done, in order. */
    public List<Effect> effects() {
        return effects;
    }

    /** The process dies, and with it all that is not in the log. */
    void crash() {
        process.end();
    }

    void restart() {
        process.begin();
        loop = new ControlLoop(options);
        heard.clear();
        deaf.clear();
        plan(TICK_MICROS);
    }

    /** What it last heard of a node; null if nothing. */
    AgentReport lastHeard(NodeId node) {
        return heard.get(node);
    }

    void heard(AgentReport report) {
        process.run(() -> {
            if (!isDeafTo(report)) {
                report.view().ifPresent(view -> heard.put(view.id(), report));
                step(new ControlEvent.ReportReceived(report));
            }
        });
    }

    void answered(CommandReply reply) {
        process.run(() -> {
            if (!isDeafTo(reply.report())) {
                step(new ControlEvent.ReplyReceived(reply));
            }
        });
    }

    /** With {@link Flaw#PRIMARY_NOT_RECHECKED}: what the primary says after the decision to replace it goes unheard. */
    private boolean isDeafTo(AgentReport report) {
        String shard = report.view().map(view -> deaf.get(view.id())).orElse(null);
        return shard != null
                && report.process() != ProcessState.GONE
                && cluster.consensus().state().map().shard(shard).isPresent()
                && cluster.consensus().state().election(shard).isPresent();
    }

    @Override
    public void propose(Effect.Propose effect) {
        if (effect.record() instanceof PrimaryElected elected
                && elected.election().kind() == ElectionKind.FAILOVER
                && cluster.has(Flaw.PRIMARY_NOT_RECHECKED)) {
            deaf.put(elected.election().former(), elected.election().shard());
        }
        cluster.histories().proposed(this, effect.record());
        cluster.consensus().propose(this, effect.record());
    }

    @Override
    public void send(Effect.Send effect) {
        cluster.invariants().checkSent(effect);
        cluster.bus().deliver(this, effect);
    }

    @Override
    public void probe(Effect.Probe effect) {
        NodeId node = effect.node().id();
        process.after(PROBE_MICROS, () -> step(new ControlEvent.NodeProbed(node, cluster.reaches(name, node))));
    }

    @Override
    public void promoted(Effect.Promoted effect) {
        if (effect.outcome().equals("promoted")) {
            process.after(
                    PUBLISH_MICROS,
                    () -> step(new ControlEvent.Published(effect.shard(), effect.epoch(), PUBLISH_MICROS)));
        }
    }

    @Override
    public void wakeUp(Effect.WakeUp effect) {
        process.after(effect.afterMillis() * 1000, () -> step(new ControlEvent.Tick(0)));
    }

    @Override
    public void confirmLeadership(Effect.ConfirmLeadership effect) {
        if (cluster.has(Flaw.MAJORITY_NOT_ASKED)) {
            process.after(PROBE_MICROS, () -> step(new ControlEvent.LeadershipConfirmed(effect.round())));
            return;
        }
        cluster.consensus()
                .confirm(
                        this,
                        effect.term(),
                        confirmed -> step(
                                confirmed
                                        ? new ControlEvent.LeadershipConfirmed(effect.round())
                                        : new ControlEvent.LeadershipDoubted(effect.round())));
    }

    @Override
    public void grant(Effect.Grant effect) {
        cluster.bus().grant(this, effect);
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
