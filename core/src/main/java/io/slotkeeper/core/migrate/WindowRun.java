package io.slotkeeper.core.migrate;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.operation.MoveWindow;
import io.slotkeeper.core.protocol.MoveFigures;
import io.slotkeeper.core.protocol.MoveLimits;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.SlotMark;
import io.slotkeeper.core.record.WindowHandedOver;
import io.slotkeeper.core.record.WindowTurned;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Carries one window of the journal forward, one order at a time. Everything that it knows besides the journal can be lost:
 * a new leader begins at the first step of the state, and every order may be repeated.
 *
 * <pre>
 * state in the journal   steps                                                      ends with the record
 * OPEN                   IMPORTING on the target, MIGRATING on the source,          WINDOW_HANDED_OVER
 *                        keys moved until none is left
 * HANDED_OVER            NODE on the target, then on the source, then on the others WINDOWS_CLOSED
 * TAKING_BACK            STABLE on the source, then on the target                   WINDOWS_CLOSED, or WINDOW_TURNED when
 *                                                                                   a key had come to the target
 * </pre>
 *
 * <p>A new primary of either shard sends the run back to the first step. While a shard is changing its primary nothing is
 * ordered to its nodes; the target is told that it owns the slots even then, since the source's next primary waits to hear
 * of it.
 */
final class WindowRun {
    private static final long ORDER_MILLIS = 3000;
    /** As long as the agent itself waits for a big key. */
    private static final long BIG_KEY_MILLIS = 600_000;

    private static final long RETRY_MILLIS = 100;
    /** The last step of every state. */
    private static final int SETTLED = 3;

    private static final int DRAINED = 3;

    private final MigrationPort port;
    private final Budget budget;
    private final Pace pace;
    private final long operation;
    private final boolean inherited;
    private final long bigKeyBytes;
    private MoveWindow window;
    private int step;
    private boolean ordering;
    private boolean sourceTold;
    private long retryAtNanos;
    private NodeId source;
    private NodeId target;
    private final Set<NodeId> told = new HashSet<>();
    /** The source found a key after the handover, which a script has made without declaring it: it follows the others. */
    private boolean leftovers;

    private long moved;
    private long bytes;
    private String trouble = "";
    private Optional<Met> met = Optional.empty();

    /** A problem, and how the agent put it. */
    record Met(MoveProblem problem, String text) {}

    /**
     * @param bigKeyBytes keys above this size are expected, 0 for none
     * @param inherited another leader may have opened it, and got no one knows how far
     */
    WindowRun(
            MigrationPort port,
            Budget budget,
            Pace pace,
            long operation,
            MoveWindow window,
            long bigKeyBytes,
            boolean inherited) {
        this.port = port;
        this.budget = budget;
        this.pace = pace;
        this.operation = operation;
        this.window = window;
        this.bigKeyBytes = bigKeyBytes;
        this.inherited = inherited;
        this.retryAtNanos = port.now().nanos();
    }

    MoveWindow window() {
        return window;
    }

    long moved() {
        return moved;
    }

    long bytes() {
        return bytes;
    }

    /** What keeps the window from going on; empty when nothing does. */
    String trouble() {
        return trouble;
    }

    /** What the last order to move keys met, if the operation cannot get over it by itself; told once. */
    Optional<Met> takeProblem() {
        Optional<Met> told = met;
        met = Optional.empty();
        return told;
    }

    /** All nodes know the end: the window can be closed. */
    boolean isSettled() {
        return window.state() != MoveWindow.State.OPEN && step == SETTLED;
    }

    /** The source has not been told to send anybody to the target, so no key can be there. */
    boolean isUntouched() {
        return window.state() == MoveWindow.State.OPEN && !inherited && !sourceTold && !ordering;
    }

    /** The journal's present idea of the window. */
    void follow(MoveWindow now) {
        if (now.state() != window.state()) {
            window = now;
            restart();
        }
    }

    private void restart() {
        step = 0;
        told.clear();
    }

    /** Goes as far as it can without an answer. */
    void advance(boolean mayMove) {
        SlotMove move = window.move();
        Shard from = port.state().map().shard(move.from()).orElseThrow();
        Shard to = port.state().map().shard(move.to()).orElseThrow();
        if (ordering
                || port.isProposing(operation, window.number())
                || port.now().nanos() < retryAtNanos) {
            return;
        }
        if (!from.primary().id().equals(source) || !to.primary().id().equals(target)) {
            source = from.primary().id();
            target = to.primary().id();
            restart();
        }
        switch (window.state()) {
            case OPEN -> open(from, to, mayMove);
            case HANDED_OVER -> close(from, to);
            case TAKING_BACK -> takeBack(from, to);
        }
    }

    private void open(Shard from, Shard to, boolean mayMove) {
        if (port.isChanging(from.id()) || port.isChanging(to.id())) {
            return;
        }
        switch (step) {
            case 0 -> mark(to.primary(), to.id(), SlotMark.Kind.IMPORTING, source);
            case 1 -> {
                sourceTold = true;
                mark(from.primary(), from.id(), SlotMark.Kind.MIGRATING, target);
            }
            case 2 -> {
                if (mayMove) {
                    moveKeys(from, to);
                }
            }
            default -> port.propose(new WindowHandedOver(operation, window.number(), moved, bytes));
        }
    }

    private void close(Shard from, Shard to) {
        switch (step) {
            case 0 -> mark(to.primary(), to.id(), SlotMark.Kind.NODE, target);
            case 1 -> {
                if (leftovers) {
                    moveKeys(from, to);
                } else {
                    mark(from.primary(), from.id(), SlotMark.Kind.NODE, target);
                }
            }
            case 2 -> tellOthers();
            default -> {}
        }
    }

    private void takeBack(Shard from, Shard to) {
        switch (step) {
            case 0 -> mark(from.primary(), from.id(), SlotMark.Kind.STABLE, source);
            case 1 -> mark(to.primary(), to.id(), SlotMark.Kind.STABLE, source);
            default -> step = SETTLED;
        }
    }

    private void mark(Node node, String shard, SlotMark.Kind kind, NodeId other) {
        if (port.isChanging(shard)) {
            return;
        }
        if (!port.servesAsPrimary(node)) {
            wait("primary " + node.address() + " of shard " + shard + " does not answer");
            return;
        }
        order(node, shard, kind, other, result -> {
            if (result.done()) {
                step++;
            } else if (result.text().startsWith(KeysLeft.CODE)) {
                keysFound();
            }
        });
    }

    private void keysFound() {
        if (window.state() == MoveWindow.State.TAKING_BACK) {
            port.propose(new WindowTurned(operation, window.number(), false));
        } else {
            leftovers = true;
        }
    }

    /**
     * Everybody else: primaries are told, replicas wait until they have heard it, so that none of them ever claims a slot
     * that its shard gave away. Nodes that are down hear it when they come back.
     */
    private void tellOthers() {
        Optional<Node> next = Optional.empty();
        String shard = "";
        for (Shard other : port.state().map().shards()) {
            for (Node node : other.nodes().toList()) {
                boolean self = node.id().equals(source) || node.id().equals(target);
                if (next.isEmpty() && !self && !told.contains(node.id()) && port.isUp(node)) {
                    next = Optional.of(node);
                    shard = other.id();
                }
            }
        }
        if (next.isEmpty()) {
            step = SETTLED;
            return;
        }
        Node node = next.get();
        if (port.isChanging(shard)) {
            return;
        }
        order(node, shard, SlotMark.Kind.NODE, target, result -> {
            if (result.done()) {
                told.add(node.id());
            }
        });
    }

    private void order(Node node, String shard, SlotMark.Kind kind, NodeId other, Consumer<MigrationPort.Result> then) {
        ordering = true;
        Order order =
                new Order.SetSlots(List.of(new SlotMark(kind, window.move().slots(), other)));
        NodeId from = source;
        NodeId to = target;
        MoveWindow.State state = window.state();
        port.order(node, shard, order, ORDER_MILLIS, result -> {
            ordering = false;
            if (!result.done()) {
                wait(node.address() + ": " + result.text());
            } else {
                trouble = "";
            }
            // The window may have gone on to another state, or another primary, while the order was on its way.
            if (state == window.state() && from.equals(source) && to.equals(target)) {
                then.accept(result);
            }
        });
    }

    private void moveKeys(Shard from, Shard to) {
        if (port.isChanging(from.id()) || port.isChanging(to.id())) {
            return;
        }
        if (!port.servesAsPrimary(from.primary()) || !port.servesAsPrimary(to.primary())) {
            wait("primary " + from.primary().address() + " or " + to.primary().address() + " does not answer");
            return;
        }
        Optional<MoveLimits> limits = budget.take(source, target, bigKeyBytes);
        if (limits.isEmpty()) {
            return;
        }
        ordering = true;
        NodeId sending = source;
        NodeId receiving = target;
        long begun = port.now().nanos();
        Order order = new Order.MoveKeys(window.move().slots(), port.importing(to.primary()), limits.get());
        port.order(from.primary(), from.id(), order, limits.get().maxMillis() + patience(), result -> {
            ordering = false;
            MoveFigures figures = MoveFigures.of(result.figures());
            budget.give(sending, receiving, limits.get(), figures.moved());
            pace.moved(from.id(), figures.moved(), port.now().nanos() - begun);
            moved += figures.moved();
            bytes += figures.bytes();
            boolean same = sending.equals(source) && receiving.equals(target);
            if (result.done() && figures.left() == 0 && same) {
                leftovers = false;
                step = window.state() == MoveWindow.State.OPEN ? DRAINED : step;
                trouble = "";
            } else if (!result.done()) {
                met = MoveProblem.of(result.text()).map(problem -> new Met(problem, result.text()));
                wait(from.primary().address() + ": " + result.text());
            }
        });
    }

    private long patience() {
        return bigKeyBytes > 0 ? BIG_KEY_MILLIS : ORDER_MILLIS;
    }

    private void wait(String why) {
        trouble = why;
        retryAtNanos = port.now().nanos() + RETRY_MILLIS * 1_000_000;
        port.wakeUp(RETRY_MILLIS);
    }
}
