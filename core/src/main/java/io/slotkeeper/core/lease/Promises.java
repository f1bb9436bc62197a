package io.slotkeeper.core.lease;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.EndorseReply;
import io.slotkeeper.core.protocol.EndorseRequest;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A replica agent's side of endorsements: what it has promised, and what it must therefore refuse. No clock and no I/O.
 * Belongs to one agent.
 *
 * <pre>
 * asked to endorse   promises, unless its node follows another primary or none, or it was ordered to promote lately
 * asked to promote   objects while a promise to another process than the order's harmless one lasts, and in the beginning,
 *                    when it may have forgotten a promise; from the order on it endorses nobody for as long
 * </pre>
 *
 * A promise outlasts the lease that it gives by fence-within: a node that hangs just then is killed only after the lease.
 */
public final class Promises {
    private final Map<String, Long> untilByRun = new HashMap<>();
    private final long startedNanos;
    private long refusesUntilNanos;
    private boolean refuses;

    /**
     * Nothing is promised.
     *
     * @param startedNanos when the agent started, on its own clock
     */
    public Promises(long startedNanos) {
        this.startedNanos = startedNanos;
    }

    /**
     * Answers a question.
     *
     * @param view what the node last said
     */
    public EndorseReply answer(EndorseRequest request, Optional<NodeView> view, long now) {
        String obstacle = obstacle(request, view, now);
        if (obstacle.isEmpty()) {
            untilByRun.values().removeIf(until -> now - until >= 0);
            untilByRun.put(request.runId(), now + request.timing().harmlessAfterNanos());
        }
        return new EndorseReply(request.round(), request.node(), obstacle.isEmpty(), obstacle);
    }

    private String obstacle(EndorseRequest request, Optional<NodeView> view, long now) {
        if (refuses && now - refusesUntilNanos < 0) {
            return "the leader has ordered a promotion";
        }
        Optional<NodeId> followed = view.filter(v -> v.id().equals(request.node()))
                .filter(v -> v.role() == NodeRole.REPLICA)
                .flatMap(NodeView::primary);
        return followed.equals(Optional.of(request.primary())) ? "" : "the node does not follow that primary";
    }

    /** Why an order to promote must be refused for now, if so. Whatever the answer, the next endorsement is refused. */
    public Optional<String> objection(Order.Promote order, long now) {
        long lasts = order.timing().harmlessAfterNanos();
        refuses = true;
        refusesUntilNanos = now + lasts;
        if (order.minOffset() <= 0 && now - startedNanos < lasts) {
            return Optional.of("the agent has just started and may have forgotten a promise; repeat the order in "
                    + (lasts - (now - startedNanos)) / 1_000_000 + " ms");
        }
        return untilByRun.entrySet().stream()
                .filter(promise -> !promise.getKey().equals(order.harmlessRun()))
                .filter(promise -> now - promise.getValue() < 0)
                .map(promise -> "the agent has promised the primary's agent to refuse promotions; repeat the order in "
                        + (promise.getValue() - now) / 1_000_000 + " ms")
                .findFirst();
    }
}
