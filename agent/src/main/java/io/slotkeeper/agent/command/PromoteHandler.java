package io.slotkeeper.agent.command;

import io.slotkeeper.agent.command.CommandGuard.Refusal;
import io.slotkeeper.agent.node.InfoReply;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.FormerPrimary;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.SlotMark;
import io.slotkeeper.core.slot.SlotSet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the node the primary of its shard: waits for the replication offset, then sends {@code MULTI},
 * {@code CLUSTER FAILOVER TAKEOVER}, the marks of open slots, {@code CLUSTER FORGET} of a former primary whose claim the node
 * has not heard of, {@code EXEC} and all questions of the verification as one pipeline, so that one round trip decides. What the node says afterwards counts, not what it answered to the takeover: that makes repeating harmless.
 */
final class PromoteHandler implements OrderHandler<Order.Promote> {
    private static final long LONGEST_WAIT_NANOS = 5_000_000_000L;
    private static final long LONGEST_HEARSAY_NANOS = 1_000_000_000L;
    private static final long HEARSAY_POLL_MILLIS = 2;
    private static final List<Request> TAKEOVER =
            List.of(Requests.of("MULTI"), Requests.of("CLUSTER", "FAILOVER", "TAKEOVER"), Requests.of("EXEC"));

    private final Vertx vertx;
    private final NodeWatch node;
    private final Polling polling;
    private final Guardian guardian;

    PromoteHandler(Vertx vertx, NodeWatch node, Polling polling, Guardian guardian) {
        this.vertx = vertx;
        this.node = node;
        this.polling = polling;
        this.guardian = guardian;
    }

    @Override
    public Future<Outcome> handle(Order.Promote order, Permit permit) {
        return unheard(order, System.nanoTime())
                .compose(missing -> missing.isPresent()
                        ? Future.succeededFuture(Outcome.failed("the node has not heard yet that slots "
                                + missing.get().slots() + " were handed over to "
                                + missing.get().node()))
                        : promote(order, permit));
    }

    private Future<Outcome> promote(Order.Promote order, Permit permit) {
        if (order.minOffset() <= 0) {
            return takeOver(order);
        }
        Optional<String> objection = guardian.objection(order);
        if (objection.isPresent()) {
            return promised(objection.get());
        }
        long minOffset = order.minOffset();
        return polling.until(
                        info -> info.isPrimary() || hasReceived(info, minOffset),
                        permit.remainingNanos(LONGEST_WAIT_NANOS))
                .compose(info -> {
                    if (!info.isPrimary() && !hasReceived(info, minOffset)) {
                        return Future.succeededFuture(
                                Outcome.failed("the node has received the replication stream up to " + info.offset()
                                        + " with the link to its primary " + (info.linkUp() ? "up" : "down")
                                        + ", not to "
                                        + minOffset + ", when the time was over"));
                    }
                    Optional<Refusal> refusal = permit.refusal();
                    return refusal.isPresent()
                            ? Future.succeededFuture(new Outcome(
                                    refusal.get().result(), refusal.get().text(), -1, false))
                            : takeOver(order);
                });
    }

    /** An offset counts only while the link is up: one of an earlier link may belong to another history. */
    private static boolean hasReceived(InfoReply info, long minOffset) {
        return info.linkUp() && info.offset() >= minOffset;
    }

    /** The promises are looked at in the same turn of the event loop in which the takeover is sent. */
    private Future<Outcome> takeOver(Order.Promote order) {
        Optional<String> objection = guardian.objection(order);
        if (objection.isPresent()) {
            return promised(objection.get());
        }
        guardian.promoting(order);
        return node.runAndRead(takeOverRequests(order))
                .map(replies -> verified(order.slots(), error(replies)).read());
    }

    /** The marks come with the promotion, in one step: a moved key must never look missing. */
    private List<Request> takeOverRequests(Order.Promote order) {
        List<Request> requests = new ArrayList<>(TAKEOVER.subList(0, TAKEOVER.size() - 1));
        order.marks().forEach(mark -> mark.slots().stream()
                .forEach(slot -> requests.addAll(SlotCommands.set(mark.kind(), slot, mark.node()))));
        order.former()
                .filter(this::isUnheard)
                .ifPresent(former -> requests.add(
                        Requests.of("CLUSTER", "FORGET", former.node().hex())));
        requests.add(TAKEOVER.get(TAKEOVER.size() - 1));
        return requests;
    }

    /**
     * The takeover takes the next configuration epoch after those that the node has heard of. When it does not follow the
     * former primary yet, or that one has a newer epoch since, this need not be above the former primary's.
     */
    private boolean isUnheard(FormerPrimary former) {
        boolean follows = node.state()
                .view()
                .flatMap(NodeView::primary)
                .filter(former.node()::equals)
                .isPresent();
        return node.clusterNodes()
                .flatMap(nodes -> nodes.node(former.node()))
                .filter(line -> !follows || line.configEpoch() < former.configEpoch())
                .isPresent();
    }

    /**
     * A replica that still takes its shard for the owner of slots that were handed over would claim them with a younger
     * configuration epoch, and their new owner would delete its keys. It hears of the owner within milliseconds.
     */
    private Future<Optional<SlotMark>> unheard(Order.Promote order, long since) {
        Optional<SlotMark> missing = order.marks().stream()
                .filter(mark -> mark.kind() == SlotMark.Kind.NODE)
                .filter(mark -> !ownId().equals(Optional.of(mark.node())) && !believes(mark))
                .findFirst();
        if (missing.isEmpty() || System.nanoTime() - since > LONGEST_HEARSAY_NANOS) {
            return Future.succeededFuture(missing);
        }
        return node.refresh().compose(read -> vertx.timer(HEARSAY_POLL_MILLIS)).compose(tick -> unheard(order, since));
    }

    private Optional<NodeId> ownId() {
        return node.state().view().map(NodeView::id);
    }

    private boolean believes(SlotMark mark) {
        return node.clusterNodes()
                .flatMap(nodes -> nodes.node(mark.node()))
                .filter(line -> line.slots().containsAll(mark.slots()))
                .isPresent();
    }

    private static Future<Outcome> promised(String objection) {
        return Future.succeededFuture(new Outcome(Result.REFUSED_PROMISED, objection, -1, true));
    }

    private Outcome verified(SlotSet slots, String error) {
        if (!node.isViewFresh()) {
            return Outcome.unknown("the node answered the takeover (" + error + ") but not what it is now");
        }
        Optional<NodeView> view = node.state().view();
        boolean primary = view.filter(v -> v.role() == NodeRole.PRIMARY).isPresent();
        SlotSet missing = slots.minus(view.map(NodeView::slots).orElse(SlotSet.empty()));
        if (primary && missing.isEmpty()) {
            return Outcome.DONE;
        }
        String state = primary ? "it does not own " + missing : "it is no primary";
        return Outcome.failed("the node was not promoted: " + (error.isEmpty() ? state : error + "; " + state));
    }

    /** The takeover's own error comes inside EXEC's array. */
    private static String error(List<Reply> replies) {
        for (Reply reply : replies) {
            if (reply.isError()) {
                return reply.error();
            }
        }
        Reply exec = replies.get(replies.size() - 1);
        return exec.size() == 0 ? "" : exec.element(0).error();
    }
}
