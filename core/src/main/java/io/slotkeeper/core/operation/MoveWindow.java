package io.slotkeeper.core.operation;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.SlotMove;
import java.util.Objects;

/**
 * A few slots that move together. From {@link State#OPEN} on a node may hold marks for them; once closed the window leaves
 * the journal.
 *
 * @param number 1, 2, … within the operation
 * @param move which slots, and between which shards
 * @param state how far it is
 */
public record MoveWindow(int number, SlotMove move, State state) {
    /** How far a window is. The names are part of the encoding of records. */
    public enum State {
        /** The source owns the slots; their keys are on the way. */
        OPEN,
        /** The source owns the slots and takes them back: no key has been moved. */
        TAKING_BACK,
        /** The target owns the slots and has all of their keys; nodes have yet to learn of it. */
        HANDED_OVER
    }

    public MoveWindow {
        Objects.requireNonNull(move);
        Objects.requireNonNull(state);
    }

    public MoveWindow withState(State next) {
        return new MoveWindow(number, move, next);
    }

    /** Whether the slots are marked as on their way in the slot map. */
    public boolean isOpen() {
        return state != State.HANDED_OVER;
    }

    public void writeTo(BinaryOutput out) {
        out.putInt(number);
        writeMove(out, move);
        out.putEnum(state);
    }

    public static MoveWindow readFrom(BinaryInput in) {
        return new MoveWindow(in.getInt(), readMove(in), in.getEnum(State.class));
    }

    public static void writeMove(BinaryOutput out, SlotMove move) {
        out.putSlots(move.slots()).putText(move.from()).putText(move.to());
    }

    public static SlotMove readMove(BinaryInput in) {
        return new SlotMove(in.getSlots(), in.getText(), in.getText());
    }
}
