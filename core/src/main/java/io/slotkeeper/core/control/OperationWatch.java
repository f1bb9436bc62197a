package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.operation.MoveJournal;
import io.slotkeeper.core.operation.MoveWindow;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationState;
import io.slotkeeper.core.operation.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Watches how fast the current operation gets on. Works from the log and from what nodes report, which every coordinator
 * hears, so each can tell.
 */
final class OperationWatch {
    private static final long SAMPLE_EVERY_MILLIS = 500;
    private static final long WINDOW_MILLIS = 10_000;

    private final LoopContext context;
    private final NodesAwaited awaited;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long current;

    private record Sample(long nanos, Progress progress) {}

    OperationWatch(LoopContext context) {
        this.context = context;
        this.awaited = new NodesAwaited(context);
    }

    void tick() {
        Optional<Operation> operation = context.state.operations().current();
        long id = operation.map(Operation::id).orElse(0L);
        if (id != current) {
            samples.clear();
            current = id;
        }
        if (operation.filter(o -> o.state() == OperationState.RUNNING).isEmpty()) {
            samples.clear();
            return;
        }
        if (samples.isEmpty() || context.now.millisSince(samples.getLast().nanos) >= SAMPLE_EVERY_MILLIS) {
            samples.add(
                    new Sample(context.now.nanos(), operation.get().journal().progress()));
        }
        while (context.now.millisSince(samples.getFirst().nanos) > WINDOW_MILLIS) {
            samples.removeFirst();
        }
    }

    /** How the current operation gets on; empty when there is none. */
    Optional<LiveProgress> progress() {
        return context.state.operations().current().map(this::progress);
    }

    private LiveProgress progress(Operation operation) {
        MoveJournal journal = operation.journal();
        long left = keysLeft(journal);
        long keys = journal.progress().keys();
        String waitingFor = journal.isFinished() ? awaited.of(operation).orElse("") : "";
        if (samples.size() < 2) {
            return new LiveProgress(operation.id(), keys + left, 0, 0, -1, waitingFor);
        }
        Progress first = samples.getFirst().progress;
        long millis = Math.max(1, context.now.millisSince(samples.getFirst().nanos));
        long keyRate = (keys - first.keys()) * 1000 / millis;
        long byteRate = (journal.progress().bytes() - first.bytes()) * 1000 / millis;
        int slotsDone = journal.progress().slotsDone() - first.slotsDone();
        long slotsLeft = journal.slotsWaiting()
                + open(journal).mapToLong(move -> move.slots().size()).sum();
        return new LiveProgress(
                operation.id(),
                keys + left,
                keyRate,
                byteRate,
                keyRate > 0 && left > 0 ? left * 1000 / keyRate : eta(slotsLeft, slotsDone, millis),
                waitingFor);
    }

    private static long eta(long slotsLeft, int slotsDone, long millis) {
        if (slotsLeft == 0) {
            return 0;
        }
        return slotsDone > 0 ? slotsLeft * millis / slotsDone : -1;
    }

    /** Keys that have yet to move, if those of a node are spread evenly over its slots. */
    private long keysLeft(MoveJournal journal) {
        return Stream.concat(journal.waiting().stream(), open(journal))
                .mapToLong(this::keys)
                .sum();
    }

    private static Stream<SlotMove> open(MoveJournal journal) {
        return journal.windows().stream().filter(MoveWindow::isOpen).map(MoveWindow::move);
    }

    /** How many keys the slots of a move hold, by what their node says of all of its slots. */
    long keys(SlotMove move) {
        Optional<Shard> source = context.state.map().shard(move.from());
        int owned = source.map(s -> s.slots().size()).orElse(0);
        return owned == 0
                ? 0
                : context.sight(source.get().primary())
                        .view()
                        .map(view -> view.keys() * move.slots().size() / owned)
                        .orElse(0L);
    }
}
