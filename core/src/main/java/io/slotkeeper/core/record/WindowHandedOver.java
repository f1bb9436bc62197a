package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.operation.MoveWindow;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.Operations;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.List;

/**
 * The target owns the slots of a window from now on: it holds all of their keys, and the source and its replicas hold none.
 *
 * @param operation whose window it is
 * @param window number of the window
 * @param keys keys that were moved
 * @param bytes their size as it was measured in memory
 */
public record WindowHandedOver(long operation, int window, long keys, long bytes) implements SlotMapRecord {
    @Override
    public RecordType type() {
        return RecordType.WINDOW_HANDED_OVER;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Operation current = state.operations().find(operation).orElse(null);
        MoveWindow open = current == null
                ? null
                : current.journal()
                        .window(window)
                        .filter(w -> w.state() == MoveWindow.State.OPEN)
                        .orElse(null);
        if (open == null) {
            return ApplyOutcome.rejected(
                    state, RejectReason.STALE_OPERATION, "operation " + operation + " has no open window " + window);
        }
        SlotMove move = open.move();
        Shard from = state.map().shard(move.from()).orElseThrow();
        Shard to = state.map().shard(move.to()).orElseThrow();
        if (from.state() != ShardState.ACTIVE || to.state() != ShardState.ACTIVE) {
            // What a promotion was told of the slots must stay true until it has ended.
            return ApplyOutcome.rejected(
                    state, RejectReason.WRONG_STATE, "shard " + from.id() + " or " + to.id() + " is not active");
        }
        Operations next =
                state.operations().replace(current.withJournal(current.journal().handOver(window, keys, bytes)));
        return MapChange.published(
                state,
                next,
                "SLOTS_MOVED",
                List.of(
                        from.withSlots(from.slots().minus(move.slots())),
                        to.withSlots(to.slots().union(move.slots()))));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putLong(operation).putInt(window).putLong(keys).putLong(bytes);
    }

    static WindowHandedOver readFrom(BinaryInput in) {
        return new WindowHandedOver(in.getLong(), in.getInt(), in.getLong(), in.getLong());
    }
}
