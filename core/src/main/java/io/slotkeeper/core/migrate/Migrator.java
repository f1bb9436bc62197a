package io.slotkeeper.core.migrate;

import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.operation.MoveWindow;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationState;
import io.slotkeeper.core.operation.OperationStatus;
import io.slotkeeper.core.record.OperationChanged;
import io.slotkeeper.core.record.ShardRemoved;
import io.slotkeeper.core.record.SlotsSkipped;
import io.slotkeeper.core.record.WindowTurned;
import io.slotkeeper.core.record.WindowsClosed;
import io.slotkeeper.core.record.WindowsOpened;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Carries the current operation forward: opens windows, runs them, closes them, and ends the operation. Works from the
 * journal alone, so any leader can go on at any moment.
 *
 * <pre>
 * operation   windows that are open                        slots that wait
 * running     go on                                        get windows, as the budgets allow
 * paused      go on, unless a problem has paused it        stay
 * aborting    untouched: are taken back; others: go on     none is left
 * </pre>
 *
 * <p>Not thread-safe: belongs to one control loop.
 */
public final class Migrator {
    private final MigrationPort port;
    private final MigrationOptions options;
    private final Map<Integer, WindowRun> runs = new TreeMap<>();
    private Budget budget;
    private Pace pace = new Pace();
    private Scout scout;
    private long current;
    private boolean attending;
    private boolean again;

    public Migrator(MigrationPort port, MigrationOptions options) {
        this.port = port;
        this.options = options;
        this.budget = new Budget(port, options);
        this.scout = new Scout(port, options, pace);
    }

    /** Another leader may have done anything meanwhile: only the journal counts. */
    public void forget() {
        runs.clear();
        budget = new Budget(port, options);
        pace = new Pace();
        scout = new Scout(port, options, pace);
        current = 0;
    }

    /** Time has passed, a record was applied, or an order has ended. */
    public void attend() {
        if (attending) {
            // An order that cannot even be sent ends before its sender returns.
            again = true;
            return;
        }
        attending = true;
        try {
            again = false;
            goOn();
        } finally {
            attending = false;
        }
        if (again) {
            port.wakeUp(1);
        }
    }

    private void goOn() {
        Optional<Operation> live = port.state().operations().current();
        if (live.isEmpty()) {
            runs.clear();
            current = 0;
            port.state()
                    .operations()
                    .nextQueued()
                    .ifPresent(next -> change(next, OperationState.RUNNING, "OPERATION_STARTED", ""));
            return;
        }
        Operation operation = live.get();
        boolean inherited = operation.id() != current;
        if (inherited) {
            forget();
            current = operation.id();
        }
        budget.tune(operation);
        followJournal(operation, inherited);
        runs.values().forEach(run -> run.advance(mayMove(operation)));
        reportProblem(operation);
        closeSettled(operation);
        switch (operation.state()) {
            case RUNNING -> {
                openMore(operation);
                endWhenFinished(operation, OperationState.DONE, "OPERATION_DONE");
            }
            case ABORTING -> {
                takeBackUntouched(operation);
                endWhenFinished(operation, OperationState.ABORTED, "OPERATION_ABORTED");
            }
            case PAUSED, QUEUED, DONE, ABORTED -> {}
        }
    }

    private void followJournal(Operation operation, boolean inherited) {
        runs.keySet().removeIf(number -> operation.journal().window(number).isEmpty());
        for (MoveWindow window : operation.journal().windows()) {
            runs.computeIfAbsent(
                            window.number(),
                            n -> new WindowRun(
                                    port,
                                    budget,
                                    pace,
                                    operation.id(),
                                    window,
                                    bigKeyBytes(operation, window, inherited),
                                    inherited))
                    .follow(window);
        }
    }

    private static boolean mayMove(Operation operation) {
        return operation.state() != OperationState.PAUSED
                || !MoveProblem.isProblem(operation.status().code());
    }

    private void reportProblem(Operation operation) {
        if (operation.state() != OperationState.RUNNING) {
            return;
        }
        for (WindowRun run : runs.values()) {
            Optional<WindowRun.Met> met = run.takeProblem();
            if (met.isPresent()) {
                MoveProblem problem = met.get().problem();
                change(
                        operation,
                        OperationState.PAUSED,
                        problem.name(),
                        problem.sentence(met.get().text()));
                return;
            }
        }
    }

    private void closeSettled(Operation operation) {
        List<Integer> settled = runs.values().stream()
                .filter(WindowRun::isSettled)
                .map(run -> run.window().number())
                .filter(number -> !port.isProposing(operation.id(), number))
                .toList();
        if (!settled.isEmpty()) {
            port.propose(new WindowsClosed(operation.id(), settled));
        }
    }

    private void takeBackUntouched(Operation operation) {
        runs.values().stream()
                .filter(WindowRun::isUntouched)
                .forEach(run -> port.propose(
                        new WindowTurned(operation.id(), run.window().number(), true)));
    }

    private void openMore(Operation operation) {
        int next = operation.journal().nextWindow();
        if (port.isProposing(operation.id(), next)) {
            return;
        }
        List<SlotMove> opening = new ArrayList<>();
        for (SlotMove waiting : operation.journal().waiting()) {
            long open = operation.journal().windows().stream()
                    .filter(w -> w.isOpen() && isPair(w.move(), waiting))
                    .count();
            if (open < options.windowsPerPair()) {
                SlotSet slots = scout.next(waiting, operation.settings().bigKeyBytes());
                if (!slots.isEmpty()) {
                    opening.add(new SlotMove(slots, waiting.from(), waiting.to()));
                }
            }
        }
        if (opening.isEmpty()) {
            considerBigKeys(operation, next);
        } else {
            port.propose(new WindowsOpened(operation.id(), next, opening));
        }
    }

    /** Slots with big keys come last, one at a time, or not at all. */
    private void considerBigKeys(Operation operation, int next) {
        for (SlotMove waiting : operation.journal().waiting()) {
            SlotSet big = waiting.slots().intersect(scout.bigSlots());
            boolean onlyBigOnesLeft = operation.journal().waiting().stream()
                    .allMatch(w -> scout.bigSlots().containsAll(w.slots()));
            if (big.isEmpty()) {
                continue;
            }
            switch (operation.settings().bigKeys()) {
                case SKIP ->
                    port.propose(new SlotsSkipped(
                            operation.id(),
                            new SlotMove(big, waiting.from(), waiting.to()),
                            port.now().epochMillis()));
                case ABORT ->
                    change(
                            operation,
                            OperationState.ABORTING,
                            "BIG_KEY",
                            "slots " + big + " of shard " + waiting.from() + " hold keys of up to "
                                    + scout.biggestBytes()
                                    + " bytes; raise the bound for big keys, or choose another policy for them.");
                case LAST -> {
                    if (onlyBigOnesLeft && operation.journal().windows().isEmpty()) {
                        SlotMove one = new SlotMove(Scout.first(big, 1), waiting.from(), waiting.to());
                        port.propose(new WindowsOpened(operation.id(), next, List.of(one)));
                    }
                }
            }
            return;
        }
    }

    private static boolean isPair(SlotMove a, SlotMove b) {
        return a.from().equals(b.from()) && a.to().equals(b.to());
    }

    /** A window that another leader opened may hold big keys; those of this leader are known. */
    private long bigKeyBytes(Operation operation, MoveWindow window, boolean inherited) {
        boolean big = inherited || window.move().slots().intersects(scout.bigSlots());
        return big ? operation.settings().bigKeyBytes() : 0;
    }

    private void endWhenFinished(Operation operation, OperationState state, String code) {
        if (!operation.journal().isFinished()) {
            return;
        }
        Optional<Shard> leaving = leaving(operation);
        if (leaving.isPresent()) {
            port.propose(new ShardRemoved(leaving.get().id(), code, port.now().epochMillis()));
        } else if (state == OperationState.ABORTED
                || (addedServes(operation) && port.awaited(operation).isEmpty())) {
            // Why it was aborted must still be there when it has ended.
            change(
                    operation,
                    state,
                    code,
                    state == OperationState.ABORTED ? operation.status().text() : "");
        }
    }

    /** The shard that the operation removes, or that it added and that never served; while it is still there. */
    private Optional<Shard> leaving(Operation operation) {
        boolean aborting = operation.state() == OperationState.ABORTING;
        Optional<Shard> shard = port.state().map().shard(operation.plan().shard());
        return switch (operation.plan().kind()) {
            case REMOVE_SHARD -> shard.filter(s -> !aborting && s.slots().isEmpty());
            case ADD_SHARD -> shard.filter(s -> aborting && s.state() == ShardState.FORMING);
            case MOVE, REBALANCE, DRAIN_SHARD, REVERT, ADD_REPLICA, REMOVE_REPLICA, FORGET_NODE -> Optional.empty();
        };
    }

    private boolean addedServes(Operation operation) {
        return operation
                .plan()
                .added()
                .map(added -> port.state()
                        .map()
                        .shard(added.id())
                        .filter(s -> s.state() == ShardState.ACTIVE)
                        .isPresent())
                .orElse(true);
    }

    private void change(Operation operation, OperationState state, String code, String text) {
        port.propose(new OperationChanged(
                operation.id(),
                operation.state(),
                new OperationStatus(state, code, text),
                port.now().epochMillis()));
    }

    /** Keys and bytes of windows that are not finished, as far as this leader has seen them move. */
    public long movedInOpenWindows() {
        return runs.values().stream()
                .filter(run -> run.window().isOpen())
                .mapToLong(WindowRun::moved)
                .sum();
    }

    /** As {@link #movedInOpenWindows()}, in bytes of memory. */
    public long bytesInOpenWindows() {
        return runs.values().stream()
                .filter(run -> run.window().isOpen())
                .mapToLong(WindowRun::bytes)
                .sum();
    }

    /** What keeps windows from going on, one sentence for each that stands still. */
    public List<String> troubles() {
        return runs.values().stream()
                .map(WindowRun::trouble)
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
