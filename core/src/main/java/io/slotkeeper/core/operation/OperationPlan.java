package io.slotkeeper.core.operation;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an operation is to do, as it was asked for.
 *
 * @param kind what it is for
 * @param shard the shard that it is about; empty when it is about all
 * @param text one sentence
 * @param moves what has to move, at most one move for every pair of shards
 * @param added the shard that is formed first, still without slots
 * @param nodes those that become replicas of the shard, or that leave theirs, see {@link OperationKind#isOfNodes}
 */
public record OperationPlan(
        OperationKind kind, String shard, String text, List<SlotMove> moves, Optional<Shard> added, List<Node> nodes) {
    public OperationPlan {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(shard);
        Objects.requireNonNull(text);
        Objects.requireNonNull(added);
        moves = List.copyOf(moves);
        nodes = List.copyOf(nodes);
    }

    /** One that adds no shard. */
    public OperationPlan(OperationKind kind, String shard, String text, List<SlotMove> moves) {
        this(kind, shard, text, moves, Optional.empty(), List.of());
    }

    /** One that moves no slots, but changes which nodes are in which shard. */
    public static OperationPlan ofNodes(OperationKind kind, String shard, String text, List<Node> nodes) {
        return new OperationPlan(kind, shard, text, List.of(), Optional.empty(), nodes);
    }

    /** One that forms a shard first. */
    public static OperationPlan adding(Shard added, String text, List<SlotMove> moves) {
        return new OperationPlan(OperationKind.ADD_SHARD, added.id(), text, moves, Optional.of(added), List.of());
    }

    /** Whether nothing would change. */
    public boolean isEmpty() {
        return moves.isEmpty() && added.isEmpty() && nodes.isEmpty() && kind != OperationKind.REMOVE_SHARD;
    }

    /** All slots that move. */
    public SlotSet slots() {
        return moves.stream().map(SlotMove::slots).reduce(SlotSet.empty(), SlotSet::union);
    }

    public void writeTo(BinaryOutput out) {
        out.putEnum(kind).putText(shard).putText(text).putList(moves, MoveWindow::writeMove);
        out.putList(added.stream().toList(), BinaryOutput::putShard).putList(nodes, BinaryOutput::putNode);
    }

    public static OperationPlan readFrom(BinaryInput in) {
        return new OperationPlan(
                in.getEnum(OperationKind.class),
                in.getText(),
                in.getText(),
                in.getList(MoveWindow::readMove),
                in.getList(BinaryInput::getShard).stream().findFirst(),
                in.getList(BinaryInput::getNode));
    }
}
