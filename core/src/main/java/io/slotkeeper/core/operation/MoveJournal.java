package io.slotkeeper.core.operation;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a move of slots has done, is doing and has yet to do. Enough for another leader to go on.
 *
 * @param waiting slots that no window has been opened for
 * @param windows the windows that are not closed, in the order of their numbers
 * @param nextWindow number of the next window
 * @param progress what is finished
 */
public record MoveJournal(List<SlotMove> waiting, List<MoveWindow> windows, int nextWindow, Progress progress) {
    public MoveJournal {
        waiting = List.copyOf(waiting);
        windows = List.copyOf(windows);
        Objects.requireNonNull(progress);
    }

    /** The journal at the start: every slot goes from its present owner to the shard that the plan gives it to. */
    public static MoveJournal of(OperationPlan plan, SlotMap map) {
        List<SlotMove> waiting = new ArrayList<>();
        for (SlotMove move : plan.moves()) {
            for (Shard owner : map.shards()) {
                SlotSet slots = owner.slots().intersect(move.slots());
                if (!slots.isEmpty() && !owner.id().equals(move.to())) {
                    waiting.add(new SlotMove(slots, owner.id(), move.to()));
                }
            }
        }
        return new MoveJournal(waiting, List.of(), 1, Progress.NONE);
    }

    /** Nothing is open and nothing waits. */
    public boolean isFinished() {
        return waiting.isEmpty() && windows.isEmpty();
    }

    public int slotsWaiting() {
        return waiting.stream().mapToInt(m -> m.slots().size()).sum();
    }

    public Optional<MoveWindow> window(int number) {
        return windows.stream().filter(w -> w.number() == number).findFirst();
    }

    /**
     * Opens windows.
     *
     * @throws IllegalArgumentException if a slot does not wait for this move
     */
    public MoveJournal open(List<SlotMove> moves) {
        List<SlotMove> left = new ArrayList<>(waiting);
        List<MoveWindow> open = new ArrayList<>(windows);
        int number = nextWindow;
        for (SlotMove move : moves) {
            left = without(left, move);
            open.add(new MoveWindow(number++, move, MoveWindow.State.OPEN));
        }
        return new MoveJournal(left, open, number, progress);
    }

    /** Takes slots out of what waits; they stay where they are. */
    public MoveJournal skip(SlotMove move) {
        return new MoveJournal(
                without(waiting, move),
                windows,
                nextWindow,
                progress.plusSkipped(move.slots().size()));
    }

    /** Forgets all that waits. */
    public MoveJournal withoutWaiting() {
        return new MoveJournal(List.of(), windows, nextWindow, progress);
    }

    public MoveJournal handOver(int number, long keys, long bytes) {
        int slots = window(number).orElseThrow().move().slots().size();
        return replace(number, w -> w.withState(MoveWindow.State.HANDED_OVER))
                .withProgress(progress.plus(slots, keys, bytes));
    }

    public MoveJournal takeBack(int number) {
        return replace(number, w -> w.withState(MoveWindow.State.TAKING_BACK));
    }

    /** Puts a window that was to be taken back on its way again: keys had come to the target already. */
    public MoveJournal goOn(int number) {
        return replace(number, w -> w.withState(MoveWindow.State.OPEN));
    }

    public MoveJournal close(Collection<Integer> numbers) {
        return new MoveJournal(
                waiting,
                windows.stream().filter(w -> !numbers.contains(w.number())).toList(),
                nextWindow,
                progress);
    }

    private MoveJournal replace(int number, UnaryOperator<MoveWindow> change) {
        return new MoveJournal(
                waiting,
                windows.stream()
                        .map(w -> w.number() == number ? change.apply(w) : w)
                        .toList(),
                nextWindow,
                progress);
    }

    private MoveJournal withProgress(Progress next) {
        return new MoveJournal(waiting, windows, nextWindow, next);
    }

    private static List<SlotMove> without(List<SlotMove> moves, SlotMove taken) {
        List<SlotMove> left = new ArrayList<>();
        boolean found = false;
        for (SlotMove move : moves) {
            boolean holds = move.from().equals(taken.from())
                    && move.to().equals(taken.to())
                    && move.slots().containsAll(taken.slots());
            SlotSet rest = holds ? move.slots().minus(taken.slots()) : move.slots();
            found |= holds;
            if (!rest.isEmpty()) {
                left.add(new SlotMove(rest, move.from(), move.to()));
            }
        }
        if (!found) {
            throw new IllegalArgumentException(
                    "slots " + taken.slots() + " do not wait to move from " + taken.from() + " to " + taken.to());
        }
        return left;
    }

    void writeTo(BinaryOutput out) {
        out.putList(waiting, MoveWindow::writeMove)
                .putList(windows, (o, window) -> window.writeTo(o))
                .putInt(nextWindow);
        progress.writeTo(out);
    }

    static MoveJournal readFrom(BinaryInput in) {
        return new MoveJournal(
                in.getList(MoveWindow::readMove), in.getList(MoveWindow::readFrom), in.getInt(), Progress.readFrom(in));
    }
}
