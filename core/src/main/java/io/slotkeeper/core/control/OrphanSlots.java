package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.control.Effect.Note.Level;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.OpenSlot;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.ForeignChangeAnswered;
import io.slotkeeper.core.record.OperationStarted;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Closes slots that are open although no operation moves them: somebody opened them by hand, or another tool stopped half-way.
 * One after the other, the one that has been open for longest first.
 *
 * <pre>
 * 1 wait     until it has been open for {@link #PATIENCE_MILLIS} and its owner in the map owns it and is up
 * 2 count    its keys on every other node that has it open, and on every node that it is opened to
 * 3 close    if there are none: on the owner, which then answers for all its keys, and after that on the others
 *   keep     else: closed, those keys would read as missing. The slot stays open, and people are told
 *   finish   if another primary still holds as many keys of it at the next count, an operation finishes the move that was
 *            begun by hand; under {@link ForeignChangePolicy#REVERT} a second one then moves the slot back
 * </pre>
 *
 * A slot of an open migration belongs to its operation and is left alone.
 */
final class OrphanSlots {
    static final long PATIENCE_MILLIS = 2000;

    private static final long TIMEOUT_MILLIS = 5000;
    private static final long AGAIN_AFTER_MILLIS = 3000;

    private final LoopContext context;
    private final Map<Integer, Orphan> orphans = new TreeMap<>();
    private Optional<Work> work = Optional.empty();

    /** A slot that is open on some node. */
    private static final class Orphan {
        private final int slot;
        private long dueNanos;
        private long toldKeys;

        private Orphan(int slot, long dueNanos) {
            this.slot = slot;
            this.dueNanos = dueNanos;
        }
    }

    /** What is being done about one slot. */
    private static final class Work {
        private final Orphan orphan;
        private final Shard owner;
        private final List<Node> others;
        private int open;
        private long keys;
        private final List<Node> holders = new ArrayList<>();

        private Work(Orphan orphan, Shard owner, List<Node> others) {
            this.orphan = orphan;
            this.owner = owner;
            this.others = others;
        }
    }

    OrphanSlots(LoopContext context) {
        this.context = context;
    }

    void tick() {
        SlotSet open = open();
        orphans.keySet().removeIf(slot -> !open.contains(slot));
        open.stream()
                .forEach(slot -> orphans.computeIfAbsent(
                        slot, s -> new Orphan(s, context.now.nanos() + PATIENCE_MILLIS * 1_000_000)));
        if (work.isEmpty()) {
            orphans.values().stream()
                    .filter(orphan -> orphan.dueNanos <= context.now.nanos())
                    .sorted(Comparator.comparingLong(orphan -> orphan.dueNanos))
                    .flatMap(orphan -> begin(orphan).stream())
                    .findFirst()
                    .ifPresent(this::count);
        }
    }

    private SlotSet open() {
        return primaries()
                .flatMap(primary -> openOn(primary).stream())
                .reduce(SlotSet.empty(), SlotSet::union)
                .minus(context.movingSlots());
    }

    private Stream<NodeSight> primaries() {
        return context.state.map().shards().stream()
                .filter(shard -> shard.state() == ShardState.ACTIVE)
                .map(shard -> context.sight(shard.primary()))
                .filter(primary -> primary.isUpAs(NodeRole.PRIMARY));
    }

    private static Optional<SlotSet> openOn(NodeSight node) {
        return node.view()
                .map(view ->
                        SlotSet.ofSlots(view.looseEnds().openSlots().stream().mapToInt(OpenSlot::slot)));
    }

    /** Empty while the slot has to wait: somebody who may hold keys of it cannot be asked. */
    private Optional<Work> begin(Orphan orphan) {
        Optional<Shard> owner = context.state.map().ownerOf(orphan.slot).filter(shard -> owns(shard, orphan.slot));
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        Set<Node> others = new HashSet<>();
        for (Shard shard : context.state.map().shards()) {
            Optional<OpenSlot> mark = mark(context.sight(shard.primary()), orphan.slot);
            if (mark.isPresent()) {
                others.add(shard.primary());
                context.state
                        .map()
                        .shardOf(mark.get().peer())
                        .map(Shard::primary)
                        .ifPresent(others::add);
            }
        }
        others.remove(owner.get().primary());
        boolean allUp = others.stream().allMatch(node -> context.sight(node).isUpAs(NodeRole.PRIMARY));
        List<Node> inOrder =
                others.stream().sorted(Comparator.comparing(Node::id)).toList();
        return allUp ? Optional.of(new Work(orphan, owner.get(), inOrder)) : Optional.empty();
    }

    private boolean owns(Shard shard, int slot) {
        NodeSight primary = context.sight(shard.primary());
        return shard.state() == ShardState.ACTIVE
                && primary.isUpAs(NodeRole.PRIMARY)
                && primary.view().filter(view -> view.slots().contains(slot)).isPresent();
    }

    private static Optional<OpenSlot> mark(NodeSight node, int slot) {
        return node.view().map(NodeView::looseEnds).stream()
                .flatMap(ends -> ends.openSlots().stream())
                .filter(open -> open.slot() == slot)
                .findFirst();
    }

    private void count(Work begun) {
        work = Optional.of(begun);
        begun.open = begun.others.size();
        if (begun.open == 0) {
            close(begun);
        }
        for (Node other : begun.others) {
            send(begun, other, new Order.CountKeys(slot(begun)), outcome -> {
                begun.open--;
                begun.keys = outcome.done() && begun.keys >= 0 ? begun.keys + outcome.offset() : -1;
                if (outcome.offset() > 0) {
                    begun.holders.add(other);
                }
                if (begun.open == 0) {
                    counted(begun);
                }
            });
        }
    }

    private void counted(Work counted) {
        if (counted.keys == 0) {
            close(counted);
            return;
        }
        if (counted.keys > 0 && counted.keys == counted.orphan.toldKeys) {
            finish(counted);
        } else if (counted.keys > 0) {
            counted.orphan.toldKeys = counted.keys;
            context.note(
                    Level.WARNING,
                    counted.owner.id(),
                    "OPEN_SLOT_KEPT",
                    "Slot " + counted.orphan.slot + " was opened by hand, and " + counted.keys + " of its keys are at "
                            + counted.holders.stream()
                                    .map(node -> node.address() + " (" + node.agent() + ")")
                                    .collect(Collectors.joining(", "))
                            + "; it stays open, since they would read as missing otherwise.");
        }
        later(counted);
    }

    /** Keys that nobody moves any more: whoever began has given up. */
    private void finish(Work counted) {
        Optional<Shard> holder = counted.holders.size() == 1
                ? context.state.map().shardOf(counted.holders.get(0).id())
                : Optional.empty();
        boolean free = context.state.operations().current().isEmpty();
        if (holder.isEmpty() || !free || holder.get().id().equals(counted.owner.id())) {
            return;
        }
        String home = counted.owner.id();
        String other = holder.get().id();
        SlotSet slot = slot(counted);
        String what = "slot " + counted.orphan.slot;
        List<OperationStarted> operations = new ArrayList<>();
        operations.add(ForeignChanges.operation(
                context,
                0,
                "finish the move of " + what + " to shard " + other + " that somebody began by hand.",
                List.of(new SlotMove(slot, home, other))));
        if (context.options.foreignChange() == ForeignChangePolicy.REVERT) {
            operations.add(ForeignChanges.operation(
                    context,
                    1,
                    "move " + what + " back to shard " + home + ".",
                    List.of(new SlotMove(slot, other, home))));
        }
        context.propose(new ForeignChangeAnswered(Optional.empty(), operations));
    }

    /** The owner first: while it still sends clients to others, these must take them in. */
    private void close(Work counted) {
        send(counted, counted.owner.primary(), new Order.CloseSlots(slot(counted)), outcome -> {
            if (outcome.done()) {
                closeOthers(counted, 0);
            } else {
                later(counted);
            }
        });
    }

    private void closeOthers(Work closing, int next) {
        if (next == closing.others.size()) {
            closed(closing);
            return;
        }
        send(closing, closing.others.get(next), new Order.CloseSlots(slot(closing)), outcome -> {
            if (outcome.done()) {
                closeOthers(closing, next + 1);
            } else {
                later(closing);
            }
        });
    }

    private void closed(Work closed) {
        work = Optional.empty();
        orphans.remove(closed.orphan.slot);
        String others = closed.others.stream().map(Node::address).collect(Collectors.joining(", "));
        context.note(
                Level.INFO,
                closed.owner.id(),
                "OPEN_SLOT_CLOSED",
                "Slot " + closed.orphan.slot + " was open without an operation; it is closed again on "
                        + closed.owner.primary().address() + (others.isEmpty() ? "" : ", " + others)
                        + ". No other node held keys of it.");
        tick();
    }

    private void later(Work undone) {
        work = Optional.empty();
        undone.orphan.dueNanos = context.now.nanos() + AGAIN_AFTER_MILLIS * 1_000_000;
    }

    private void send(Work forWork, Node node, Order order, Consumer<CommandOutcome> then) {
        Shard shard = context.state.map().shardOf(node.id()).orElse(forWork.owner);
        long epoch = context.state.nextElectionEpoch(shard);
        context.send(node, shard.id(), epoch, order, Long.MAX_VALUE, TIMEOUT_MILLIS, outcome -> {
            if (work.filter(w -> w == forWork).isPresent()) {
                then.accept(outcome);
            }
        });
    }

    private static SlotSet slot(Work work) {
        return SlotSet.of(SlotRange.of(work.orphan.slot));
    }

    void forget() {
        orphans.clear();
        work = Optional.empty();
    }
}
