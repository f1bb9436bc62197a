package io.slotkeeper.core.migrate;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.operation.MoveWindow;
import io.slotkeeper.core.protocol.SlotMark;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What nodes may or must believe about slots on their way, according to the log. Pure. */
public final class OpenSlots {
    private OpenSlots() {}

    /** The slots that a live operation moves, or has moved without all nodes knowing yet: no business of anybody else. */
    public static SlotSet underMigration(ClusterState state) {
        return state.operations()
                .windows()
                .map(window -> window.move().slots())
                .reduce(SlotSet.empty(), SlotSet::union);
    }

    /**
     * The marks that a new primary of a shard must have from its first moment on.
     *
     * <p>The source redirects clients to the keys that have left it only while it holds the mark; the target serves them only
     * while it holds its own. Slots that were handed over must not be claimed by the old owner's successor: with its
     * higher configuration epoch it would take them from the new owner, and that deletes the keys.
     *
     * @param candidate the new primary
     */
    public static List<SlotMark> marksOf(ClusterState state, String shard, NodeId candidate) {
        List<SlotMark> marks = new ArrayList<>();
        state.operations().windows().forEach(window -> mark(state.map(), shard, candidate, window)
                .ifPresent(marks::add));
        return marks;
    }

    private static Optional<SlotMark> mark(SlotMap map, String shard, NodeId candidate, MoveWindow window) {
        SlotMove move = window.move();
        boolean source = move.from().equals(shard);
        if (!source && !move.to().equals(shard)) {
            return Optional.empty();
        }
        String other = source ? move.to() : move.from();
        SlotMark.Kind kind =
                switch (window.state()) {
                    case OPEN, TAKING_BACK -> source ? SlotMark.Kind.MIGRATING : SlotMark.Kind.IMPORTING;
                    case HANDED_OVER -> SlotMark.Kind.NODE;
                };
        Optional<NodeId> peer = window.state() == MoveWindow.State.HANDED_OVER && !source
                ? Optional.of(candidate)
                : primaryOf(map, other).map(Node::id);
        return peer.map(node -> new SlotMark(kind, move.slots(), node));
    }

    static Optional<Node> primaryOf(SlotMap map, String shard) {
        return map.shard(shard).map(Shard::primary);
    }
}
