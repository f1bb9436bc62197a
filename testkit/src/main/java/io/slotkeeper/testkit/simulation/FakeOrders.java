package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.NodeConfig;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.OpenSlot;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.SlotMark;
import io.slotkeeper.core.slot.SlotSet;

/** What each order does to a node that answers. */
final class FakeOrders {
    private FakeOrders() {}

    static Result carryOut(Order order, FakeNode node, FakeRedisCluster redis, VirtualTime time) {
        return switch (order.type()) {
            case CONFIGURE -> configure(node);
            case SURVEY ->
                node.known.stream().allMatch(((Order.Survey) order).members()::contains) ? Result.DONE : Result.FAILED;
            case RELEASE -> release((Order.Release) order, node);
            case MEET -> done(() -> ((Order.Meet) order).peers().forEach(peer -> redis.meet(node, peer.id())));
            case ASSIGN_SLOTS -> assign((Order.AssignSlots) order, node, redis);
            case YIELD -> giveUp(node);
            case FOLLOW -> follow((Order.Follow) order, node, redis);
            case PROMOTE -> promote((Order.Promote) order, node, redis);
            case PAUSE_WRITES -> pause((Order.PauseWrites) order, node, time);
            case RESUME_WRITES -> resume((Order.ResumeWrites) order, node);
            case FENCE -> done(() -> node.fenced = true);
            case UNFENCE -> done(() -> node.fenced = false);
            case TAKE_SLOTS -> take((Order.TakeSlots) order, node, redis);
            case BUMP_EPOCH -> redis.bumpEpoch(node) > ((Order.BumpEpoch) order).above() ? Result.DONE : Result.FAILED;
            case REQUIRE_REPLICAS -> done(() -> node.required = ((Order.RequireReplicas) order).replicas());
            case ALLOW_SYNC ->
                done(() -> {
                    node.syncHeld = false;
                    redis.replicate();
                });
            case SET_SLOTS -> setSlots((Order.SetSlots) order, node);
            case MOVE_KEYS, SCAN_SLOTS -> Result.DONE;
            case COUNT_KEYS -> Result.DONE;
            case CLOSE_SLOTS -> close((Order.CloseSlots) order, node);
            case FORGET -> done(() -> node.known.retainAll(((Order.Forget) order).members()));
            case RETIRE -> retire(node);
            case REPORT, LOOK, KILL_NODE, DISMISS, DRILL ->
                throw new IllegalArgumentException(order + " does nothing to the node");
        };
    }

    private static Result take(Order.TakeSlots order, FakeNode node, FakeRedisCluster redis) {
        if (node.role != NodeRole.PRIMARY) {
            return Result.FAILED;
        }
        redis.takeSlots(node, order.slots());
        return Result.DONE;
    }

    private static Result retire(FakeNode node) {
        if (node.role == NodeRole.PRIMARY && (!node.slots.isEmpty() || node.keys > 0)) {
            return Result.FAILED;
        }
        node.leave();
        return Result.DONE;
    }

    private static Result done(Runnable action) {
        action.run();
        return Result.DONE;
    }

    private static Result configure(FakeNode node) {
        node.configured = true;
        node.config = new NodeConfig(true, false, false, 15_000, true, 0, node.required, 1);
        return Result.DONE;
    }

    private static Result release(Order.Release order, FakeNode node) {
        node.configured = false;
        node.fenced = false;
        node.config = order.former();
        return Result.DONE;
    }

    private static Result assign(Order.AssignSlots order, FakeNode node, FakeRedisCluster redis) {
        if (node.role != NodeRole.PRIMARY || (node.keys > 0 && node.slots.isEmpty())) {
            return Result.FAILED;
        }
        node.own(node.slots.union(order.slots()));
        if (node.configEpoch == 0) {
            node.configEpoch = order.configEpoch();
            node.currentEpoch = Math.max(node.currentEpoch, node.configEpoch);
        }
        redis.gossipSoon();
        return Result.DONE;
    }

    private static Result setSlots(Order.SetSlots order, FakeNode node) {
        for (SlotMark mark : order.marks()) {
            if (mark.kind() == SlotMark.Kind.NODE && node.role == NodeRole.PRIMARY) {
                boolean own = mark.node().equals(node.id);
                node.slots = own ? node.slots.union(mark.slots()) : node.slots.minus(mark.slots());
            }
        }
        return Result.DONE;
    }

    private static Result giveUp(FakeNode node) {
        if (node.role == NodeRole.PRIMARY) {
            node.own(SlotSet.empty());
            node.empty();
        }
        return Result.DONE;
    }

    private static Result follow(Order.Follow order, FakeNode node, FakeRedisCluster redis) {
        boolean refused = node.role == NodeRole.PRIMARY && (!node.slots.isEmpty() || node.keys > 0);
        if (!node.known.contains(order.primary()) || node.id.equals(order.primary()) || refused) {
            return Result.FAILED;
        }
        node.follow(order.primary());
        redis.replicate();
        return Result.DONE;
    }

    private static Result promote(Order.Promote order, FakeNode node, FakeRedisCluster redis) {
        if (node.role == NodeRole.PRIMARY) {
            return node.slots.containsAll(order.slots()) ? Result.DONE : Result.FAILED;
        }
        redis.replicate();
        if (!hasReceived(node, order.minOffset()) || node.primary.isEmpty()) {
            return Result.FAILED;
        }
        redis.takeOver(node, order.former());
        return Result.DONE;
    }

    private static Result pause(Order.PauseWrites order, FakeNode node, VirtualTime time) {
        if (node.role != NodeRole.PRIMARY) {
            return Result.FAILED;
        }
        node.pausedUntilNanos = time.nanos() + (order.millis() + Order.PauseWrites.OUTLASTS_MILLIS) * 1_000_000;
        return Result.DONE;
    }

    private static Result close(Order.CloseSlots order, FakeNode node) {
        boolean stranded = node.openSlots.stream()
                .filter(open -> order.slots().contains(open.slot()))
                .anyMatch(open -> open.direction() == OpenSlot.Direction.IMPORTING && node.strandedKeys > 0);
        if (stranded) {
            return Result.FAILED;
        }
        node.openSlots = node.openSlots.stream()
                .filter(open -> !order.slots().contains(open.slot()))
                .toList();
        return Result.DONE;
    }

    /** Whether an agent would wait before it carries the order out: for its node's demotion, or for the stream. */
    static boolean mustWait(Order order, FakeNode node) {
        if (order instanceof Order.ResumeWrites resume) {
            return resume.onceReplica() && node.up && node.role == NodeRole.PRIMARY;
        }
        return order instanceof Order.Promote promote
                && node.up
                && node.role == NodeRole.REPLICA
                && !hasReceived(node, promote.minOffset());
    }

    /** An offset counts only while the link is up: one of an earlier link may belong to another history. */
    private static boolean hasReceived(FakeNode node, long minOffset) {
        return minOffset <= 0 || (node.linkUp && node.offset >= minOffset);
    }

    private static Result resume(Order.ResumeWrites order, FakeNode node) {
        if (order.onceReplica() && node.role != NodeRole.REPLICA) {
            return Result.FAILED;
        }
        node.pausedUntilNanos = Long.MIN_VALUE;
        return Result.DONE;
    }
}
