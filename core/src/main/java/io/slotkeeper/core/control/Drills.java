package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.protocol.DrillFault;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.DecisionNoted;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.Optional;

/**
 * Faults made on purpose, because a person asked for them; one at a time, and only in a healthy cluster.
 *
 * <pre>
 * requested   leader? healthy? known target? a replica for a switchover? then
 *             node: the agent is asked whether it would do it (a rehearsal); others: as if it had said yes
 * rehearsed   a dry run ends here; else the drill is noted in the log
 * noted       node: the agent is ordered, and its answer is the answer; switchover: requested as any other;
 *             leader: answered, and what gets the answer does the rest
 * </pre>
 */
final class Drills {
    /** The code of a drill in the history. */
    static final String CODE = "DRILL";

    private static final long ORDER_TIMEOUT_MILLIS = 3000;
    /** An order that arrives later than this would make a fault that nobody waits for any more. */
    private static final long START_WITHIN_NANOS = 1_000_000_000L;

    private final LoopContext context;
    private final Promotions promotions;
    private final Overviews overviews;
    private Optional<Pending> open = Optional.empty();

    /**
     * The drill under way.
     *
     * @param node of a fault whose target is one
     * @param run process of that node, empty for other targets
     * @param note what the history is to say
     */
    private record Pending(long requestId, DrillRequest request, Optional<Node> node, String run, DecisionNoted note) {}

    Drills(LoopContext context, Promotions promotions, Overviews overviews) {
        this.context = context;
        this.promotions = promotions;
        this.overviews = overviews;
    }

    void requested(long requestId, DrillRequest request) {
        Optional<DrillResult.Refused> refusal = refusal(request);
        if (refusal.isPresent()) {
            context.emit(new Effect.AnswerDrill(requestId, refusal.get()));
            return;
        }
        Pending pending = pending(requestId, request);
        open = Optional.of(pending);
        if (pending.node().isPresent()) {
            order(pending, true);
        } else {
            rehearsed(pending);
        }
    }

    private Optional<DrillResult.Refused> refusal(DrillRequest request) {
        if (!context.leader) {
            return refused(RefusalCode.NOT_LEADER, "this coordinator does not lead; ask the leader");
        }
        if (open.isPresent()) {
            return refused(
                    RefusalCode.OPERATION_IN_PROGRESS, "another drill is being made; wait until it has been answered");
        }
        return unknownTarget(request).or(this::notHealthy).or(() -> noSwitchover(request));
    }

    private Optional<DrillResult.Refused> unknownTarget(DrillRequest request) {
        return switch (request.fault().target()) {
            case LEADER -> Optional.empty();
            case SHARD ->
                context.state.map().shard(request.target()).isPresent()
                        ? Optional.empty()
                        : refused(RefusalCode.UNKNOWN_SHARD, "there is no shard '" + request.target() + "'");
            case NODE ->
                node(request)
                                .flatMap(node -> context.state.map().shardOf(node.id()))
                                .isPresent()
                        ? Optional.empty()
                        : refused(
                                RefusalCode.UNKNOWN_NODE,
                                "'" + request.target() + "' is neither the agent nor the id of a node of a shard");
        };
    }

    private Optional<DrillResult.Refused> notHealthy() {
        return overviews
                .unhealthy()
                .flatMap(why -> refused(
                        RefusalCode.CLUSTER_NOT_HEALTHY, "drills are made in healthy clusters only, and " + why));
    }

    private Optional<DrillResult.Refused> noSwitchover(DrillRequest request) {
        return request.fault() == DrillFault.SWITCHOVER
                ? promotions
                        .refusal(switchover(request))
                        .map(refusal -> new DrillResult.Refused(refusal.code(), refusal.text()))
                : Optional.empty();
    }

    private Optional<Node> node(DrillRequest request) {
        return context.state.nodes().values().stream()
                .filter(node ->
                        node.agent().equals(request.target()) || node.id().hex().equals(request.target()))
                .findFirst();
    }

    private Pending pending(long requestId, DrillRequest request) {
        Optional<Node> node = request.fault().target() == DrillFault.Target.NODE ? node(request) : Optional.empty();
        String shard = node.flatMap(n -> context.state.map().shardOf(n.id()))
                .map(Shard::id)
                .orElse(request.target());
        String run = node.map(n -> context.sight(n).view().map(NodeView::runId).orElse(""))
                .orElse("");
        String text = "A drill was asked for: " + sentence(request, node, shard) + ".";
        return new Pending(
                requestId, request, node, run, new DecisionNoted(shard, CODE, text, context.now.epochMillis()));
    }

    private String sentence(DrillRequest request, Optional<Node> node, String shard) {
        String where = node.map(
                        n -> n.agent() + ", the " + role(n) + " " + n.host() + ":" + n.port() + " of shard " + shard)
                .orElse("");
        return switch (request.fault()) {
            case CRASH -> "the process of node " + where + ", is killed";
            case HANG -> "the process of node " + where + ", is stopped for " + request.forMillis() + " ms";
            case KILL_AGENT -> "the agent of node " + where + ", is killed";
            case SWITCHOVER -> "shard " + shard + " is switched over";
            case HAND_OVER -> "the leader hands the leadership over";
            case KILL_LEADER -> "the leader is killed";
        };
    }

    private String role(Node node) {
        return context.state
                .map()
                .shardOf(node.id())
                .filter(shard -> shard.primary().id().equals(node.id()))
                .map(shard -> "primary")
                .orElse("replica");
    }

    private void rehearsed(Pending pending) {
        if (pending.request().dryRun()) {
            begun(pending);
        } else if (!context.propose(pending.note())) {
            end(pending, RefusalCode.OPERATION_IN_PROGRESS, "the same drill is being noted; try again");
        }
    }

    /** The history knows of it: from here on the fault may be made. */
    void applied(SlotMapRecord record) {
        open.filter(pending -> pending.note().equals(record)).ifPresent(pending -> {
            context.emit(new Effect.Note(
                    Effect.Note.Level.WARNING,
                    pending.note().shard(),
                    CODE,
                    pending.note().text()));
            if (pending.node().isPresent()) {
                order(pending, false);
                return;
            }
            begun(pending);
            if (pending.request().fault() == DrillFault.SWITCHOVER) {
                promotions.requested(switchover(pending.request()), ended -> {});
            }
        });
    }

    private static PromotionRequest switchover(DrillRequest request) {
        return new PromotionRequest(
                ElectionKind.SWITCHOVER, request.target(), Optional.empty(), PromotionRequest.DEFAULT_TIMEOUT_MILLIS);
    }

    private void order(Pending pending, boolean rehearsal) {
        Node node = pending.node().orElseThrow();
        DrillRequest request = pending.request();
        long millis = request.fault() == DrillFault.HANG ? request.forMillis() : 0;
        context.send(
                node,
                "",
                0,
                new Order.Drill(request.fault(), pending.run(), millis, rehearsal),
                context.onAgentClock(node, context.now.nanos() + START_WITHIN_NANOS),
                ORDER_TIMEOUT_MILLIS,
                outcome -> ordered(pending, rehearsal, outcome));
    }

    private void ordered(Pending pending, boolean rehearsal, CommandOutcome outcome) {
        if (outcome.done() && rehearsal) {
            rehearsed(pending);
        } else if (outcome.done()) {
            begun(pending);
        } else if (outcome.kind() == CommandOutcome.Kind.UNKNOWN && !rehearsal) {
            end(
                    pending,
                    RefusalCode.OUTCOME_UNKNOWN,
                    "the fault may have been made (" + outcome.text() + "); look at the status");
        } else {
            end(
                    pending,
                    RefusalCode.DRILL_NOT_POSSIBLE,
                    "agent " + pending.node().orElseThrow().agent() + " says: " + outcome.text());
        }
    }

    private void begun(Pending pending) {
        DrillRequest request = pending.request();
        answer(pending, new DrillResult.Begun(request.fault(), pending.note().text(), request.dryRun()));
    }

    private void end(Pending pending, RefusalCode code, String text) {
        answer(pending, new DrillResult.Refused(code, text));
    }

    private void answer(Pending pending, DrillResult result) {
        open = Optional.empty();
        context.emit(new Effect.AnswerDrill(pending.requestId(), result));
    }

    void proposalFailed(SlotMapRecord record, String why) {
        open.filter(pending -> pending.note().equals(record))
                .ifPresent(pending -> end(
                        pending,
                        RefusalCode.NOT_LEADER,
                        "the drill could not be noted (" + why + "), so it was not made; try again"));
    }

    /** Leadership is lost. */
    void abandon() {
        open.ifPresent(pending -> end(
                pending,
                RefusalCode.OUTCOME_UNKNOWN,
                "the leadership was lost meanwhile; look at the history before repeating it"));
    }

    private static Optional<DrillResult.Refused> refused(RefusalCode code, String text) {
        return Optional.of(new DrillResult.Refused(code, text));
    }
}
