package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.record.ReplicasRequired;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Decides how many replicas the writes of a shard need, for {@code write-safety strict}. The {@link Reconciler} then tells
 * the nodes.
 *
 * <pre>
 * policy   decided     the primary                                            decision
 * strict   none yet    has a replica in time                                  1   WRITES_NEED_A_REPLICA
 * strict   0           has a replica in time, for STEADY_MILLIS on end        1   WRITES_NEED_A_REPLICA
 * strict   1           has none, or all its replicas are known to be down     0   WRITES_NEED_NO_REPLICA
 * lease    1           of no matter                                           0   WRITES_NEED_NO_REPLICA
 * lease    0           of no matter, and no node of the shard says 1          none: the nodes keep what they are set to
 * </pre>
 *
 * Every decision is in the log before a node hears of it: a leader that is cut off can neither loosen nor tighten anything.
 * Only a primary that still talks to the leader is let go on alone, so loosening makes no second primary.
 */
final class StrictWrites {
    /** A replica that comes and goes must not fill the history. */
    static final long STEADY_MILLIS = 2000;

    private final LoopContext context;
    private final Map<String, Long> inTimeSince = new HashMap<>();

    StrictWrites(LoopContext context) {
        this.context = context;
    }

    void attendTo(Shard shard) {
        if (shard.state() != ShardState.ACTIVE) {
            inTimeSince.remove(shard.id());
            return;
        }
        OptionalLong decided = context.state.upkeep().requiredReplicas(shard.id());
        ShardView view = context.view(shard);
        if (context.options.writeSafety() == WriteSafety.STRICT) {
            keepStrict(view, decided);
        } else if (decided.isPresent()) {
            letGo(view, decided.getAsLong());
        }
    }

    private void keepStrict(ShardView view, OptionalLong decided) {
        NodeSight primary = view.primary();
        if (!primary.isUpAs(NodeRole.PRIMARY)) {
            // Whether it is to be replaced is decided elsewhere, and until then nothing is loosened.
            inTimeSince.remove(view.shard().id());
            return;
        }
        boolean inTime = hasReplicaInTime(view);
        if (!inTime) {
            inTimeSince.remove(view.shard().id());
            if (decided.orElse(0) > 0) {
                decide(
                        view.shard(),
                        0,
                        "WRITES_NEED_NO_REPLICA",
                        "Primary " + primary.name() + " has no replica in time: its writes need none until it has.");
            }
        } else if (decided.isEmpty() || (decided.getAsLong() == 0 && isSteady(view.shard()))) {
            decide(
                    view.shard(),
                    1,
                    "WRITES_NEED_A_REPLICA",
                    "Primary " + primary.name() + " has a replica in time: its writes need one from now on.");
        }
    }

    private boolean isSteady(Shard shard) {
        long since = inTimeSince.computeIfAbsent(shard.id(), id -> context.now.nanos());
        return context.now.millisSince(since) >= STEADY_MILLIS;
    }

    /** The server's own count is slow to notice a process that is gone or stopped; the agents know at once. */
    private static boolean hasReplicaInTime(ShardView view) {
        boolean counted =
                view.primary().view().filter(v -> v.redundancy().inTime() > 0).isPresent();
        return counted
                && !view.replicas().stream().allMatch(replica -> replica.isIn(ProcessState.GONE, ProcessState.HUNG));
    }

    private void letGo(ShardView view, long decided) {
        if (decided > 0) {
            decide(
                    view.shard(),
                    0,
                    "WRITES_NEED_NO_REPLICA",
                    "The write safety is lease now: writes of shard "
                            + view.shard().id() + " need no replica.");
        } else if (view.nodes().filter(NodeSight::isUp).noneMatch(StrictWrites::needsReplica)) {
            decide(
                    view.shard(),
                    ReplicasRequired.UNMANAGED,
                    "WRITES_NEED_NO_REPLICA",
                    "No node of shard " + view.shard().id() + " needs a replica for its writes any more.");
        }
    }

    private static boolean needsReplica(NodeSight node) {
        return node.view()
                .map(NodeView::redundancy)
                .filter(r -> r.required() > 0)
                .isPresent();
    }

    private void decide(Shard shard, int required, String code, String text) {
        context.propose(
                new ReplicasRequired(shard.id(), shard.epoch(), required, code, text, context.now.epochMillis()));
    }

    void forget() {
        inTimeSince.clear();
    }
}
