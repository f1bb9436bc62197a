package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.migrate.OpenSlots;
import io.slotkeeper.core.protocol.FormerPrimary;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.Election;
import io.slotkeeper.core.record.ElectionAborted;
import io.slotkeeper.core.record.PrimaryActivated;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Carries out one open election of this leader. Everything that failovers and switchovers have in common. */
abstract class PromotionRun {
    final LoopContext context;
    final Election election;
    final Shard shard;
    final Node candidate;
    final Node former;
    final PromotionTimes times;
    private final Map<String, Long> figures = new TreeMap<>();
    private boolean ending;

    PromotionRun(LoopContext context, Election election, PromotionTimes times) {
        this.context = context;
        this.election = election;
        this.times = times;
        this.shard = context.state.map().shard(election.shard()).orElseThrow();
        this.candidate = shard.node(election.candidate()).orElseThrow();
        this.former = shard.node(election.former()).orElseThrow();
        figures.put("epoch", election.epoch());
        figures.put("estimatedLossBytes", election.estimatedLossBytes());
    }

    /** The election has just been committed by this leader. */
    abstract void start();

    /** This leader found the election open in the log. */
    abstract void resume();

    /** Time has passed, or a node of the shard has reported. */
    abstract void attendTo();

    /** The leadership was confirmed: a promotion may be ordered now that could not before. */
    void leadershipConfirmed() {}

    /** An end has been proposed; nothing is to be started any more. */
    boolean isEnding() {
        return ending;
    }

    void figure(String name, long value) {
        figures.put(name, value);
    }

    Map<String, Long> figures() {
        return figures;
    }

    /** The candidate reports to be primary of all slots of the shard: the promotion is a fact. */
    boolean candidateIsPrimary() {
        NodeSight sight = context.sight(candidate);
        return sight.isUp() && wasPromoted(sight);
    }

    /** The promotion is a fact, and then the candidate's process died: what it acknowledged meanwhile is on its disk. */
    boolean candidateDiedAsPrimary() {
        NodeSight sight = context.sight(candidate);
        return sight.isGone() && wasPromoted(sight);
    }

    private boolean wasPromoted(NodeSight sight) {
        return sight.view()
                .filter(v -> v.role() == NodeRole.PRIMARY)
                .filter(v -> v.slots().containsAll(shard.slots()))
                .isPresent();
    }

    void order(Node node, Order order, long notAfterNanos, long timeoutMillis, Consumer<CommandOutcome> then) {
        long deadline = notAfterNanos == Long.MAX_VALUE ? Long.MAX_VALUE : context.onAgentClock(node, notAfterNanos);
        context.send(node, shard.id(), election.epoch(), order, deadline, timeoutMillis, then);
    }

    /** The order to promote, with what the new primary is to believe of slots under migration and of the one before it. */
    Order promotion(long minOffset, String harmlessRun) {
        return new Order.Promote(
                shard.slots(),
                minOffset,
                harmlessRun,
                context.options.leases(),
                OpenSlots.marksOf(context.state, shard.id(), candidate.id()),
                Optional.of(new FormerPrimary(
                        former.id(),
                        context.sight(former).view().map(NodeView::configEpoch).orElse(0L))));
    }

    void activate() {
        ending =
                context.propose(new PrimaryActivated(shard.id(), election.epoch(), figures, context.now.epochMillis()));
    }

    void abort(AbortCode code, String why) {
        String text = code.text() + (why.isEmpty() ? "." : ": " + why + ".");
        ending = context.propose(
                new ElectionAborted(shard.id(), election.epoch(), code.name(), text, context.now.epochMillis()));
    }

    /** The proposal of an end did not get through: it is made again when the shard is next attended to. */
    void endFailed() {
        ending = false;
    }
}
