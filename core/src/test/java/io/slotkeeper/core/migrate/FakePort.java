package io.slotkeeper.core.migrate;

import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.operation.MoveWindow;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.protocol.Endpoint;
import io.slotkeeper.core.protocol.MoveFigures;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ScanFigures;
import io.slotkeeper.core.protocol.SlotMark;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.SlotMapRecord;
import io.slotkeeper.core.record.WindowHandedOver;
import io.slotkeeper.core.record.WindowTurned;
import io.slotkeeper.core.record.WindowsClosed;
import io.slotkeeper.core.record.WindowsOpened;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A log, and nodes that hold marks and keys as Redis does. Orders and proposals wait until the test carries them out, in any
 * order, loses them, or drops what waits as a new leader does.
 */
final class FakePort implements MigrationPort {
    static final long KEYS_PER_SLOT = 3;

    ClusterState state;
    long nanos;
    Optional<String> refusal = Optional.empty();
    SlotSet bigSlots = SlotSet.empty();
    final Set<String> changing = new HashSet<>();
    final List<Pending> pending = new ArrayList<>();
    final List<String> trace = new ArrayList<>();
    private final Set<String> subjects = new HashSet<>();
    private final Map<NodeId, FakeSlots> nodes = new HashMap<>();

    /**
     * Something that has not happened yet.
     *
     * @param happen lets it happen, and returns what tells the migrator
     * @param lose tells the migrator that nobody knows
     */
    record Pending(String what, Step happen, Runnable lose) {}

    /** Lets something happen. */
    interface Step {
        /** Returns what tells the migrator. */
        Runnable take();
    }

    /** What one node believes and holds. */
    static final class FakeSlots {
        final Map<Integer, NodeId> owners = new TreeMap<>();
        final Map<Integer, NodeId> importing = new TreeMap<>();
        final Map<Integer, NodeId> migrating = new TreeMap<>();
        final Map<Integer, Long> keys = new TreeMap<>();
    }

    FakePort(ClusterState state) {
        this.state = state;
        state.map().shards().forEach(shard -> shard.nodes().forEach(node -> {
            FakeSlots slots = new FakeSlots();
            state.map().shards().forEach(owner -> owner.slots().stream()
                    .forEach(slot -> slots.owners.put(slot, owner.primary().id())));
            nodes.put(node.id(), slots);
        }));
        state.map().shards().forEach(shard -> shard.slots().stream()
                .forEach(slot -> nodes.get(shard.primary().id()).keys.put(slot, KEYS_PER_SLOT)));
    }

    FakeSlots node(int number) {
        return nodes.get(Samples.id(number));
    }

    Set<NodeId> ids() {
        return nodes.keySet();
    }

    FakeSlots node(NodeId id) {
        return nodes.get(id);
    }

    @Override
    public ClusterState state() {
        return state;
    }

    @Override
    public Moment now() {
        return new Moment(nanos, Samples.AT + nanos / 1_000_000);
    }

    @Override
    public boolean servesAsPrimary(Node node) {
        return true;
    }

    @Override
    public Endpoint importing(Node node) {
        return Endpoint.of(node);
    }

    @Override
    public boolean isUp(Node node) {
        return true;
    }

    @Override
    public Optional<String> awaited(Operation operation) {
        return Optional.empty();
    }

    @Override
    public boolean isChanging(String shard) {
        return changing.contains(shard)
                || state.map().shard(shard).orElseThrow().state() != ShardState.ACTIVE;
    }

    @Override
    public void order(Node node, String shard, Order order, long timeoutMillis, Consumer<Result> then) {
        pending.add(new Pending(
                node.agent() + " " + order,
                () -> {
                    Result result = carryOut(node.id(), order);
                    return () -> then.accept(result);
                },
                () -> then.accept(new Result(false, "the agent did not answer in time", Map.of()))));
    }

    private Result carryOut(NodeId id, Order order) {
        if (order instanceof Order.SetSlots set) {
            for (SlotMark mark : set.marks()) {
                for (int slot : mark.slots().stream().toArray()) {
                    Optional<String> refused = setSlot(id, slot, mark);
                    if (refused.isPresent()) {
                        return new Result(false, refused.get(), Map.of());
                    }
                }
            }
            return new Result(true, "", Map.of());
        }
        if (order instanceof Order.ScanSlots scan) {
            SlotSet found = scan.slots().intersect(bigSlots);
            return new Result(true, "", new ScanFigures(1, 100, found, found.isEmpty() ? 1 : 1 << 30).toMap());
        }
        return moveKeys(id, (Order.MoveKeys) order);
    }

    /** As Redis does it. */
    private Optional<String> setSlot(NodeId id, int slot, SlotMark mark) {
        FakeSlots self = nodes.get(id);
        boolean keys = self.keys.getOrDefault(slot, 0L) > 0;
        boolean own = id.equals(self.owners.get(slot));
        switch (mark.kind()) {
            case IMPORTING -> {
                if (own) {
                    return Optional.of("I'm already the owner of hash slot " + slot);
                }
                self.owners.put(slot, mark.node());
                self.importing.put(slot, mark.node());
            }
            case MIGRATING -> {
                if (!own) {
                    return Optional.of("I'm not the owner of hash slot " + slot);
                }
                self.migrating.put(slot, mark.node());
            }
            case NODE -> {
                if (own && !mark.node().equals(id) && keys) {
                    return Optional.of(KeysLeft.say(slot));
                }
                if (!keys) {
                    self.migrating.remove(slot);
                }
                if (mark.node().equals(id)) {
                    self.importing.remove(slot);
                }
                self.owners.put(slot, mark.node());
            }
            case STABLE -> {
                if (!mark.node().equals(id) && keys) {
                    return Optional.of(KeysLeft.say(slot));
                }
                self.importing.remove(slot);
                self.migrating.remove(slot);
            }
        }
        return Optional.empty();
    }

    private Result moveKeys(NodeId id, Order.MoveKeys order) {
        if (refusal.isPresent()) {
            return new Result(false, refusal.get(), new MoveFigures(0, 0, 1, 0).toMap());
        }
        FakeSlots from = nodes.get(id);
        FakeSlots to = nodes.get(order.target().id());
        long moved = 0;
        for (int slot : order.slots().stream().toArray()) {
            boolean open = from.migrating.containsKey(slot) && to.importing.containsKey(slot);
            boolean owned = order.target().id().equals(to.owners.get(slot));
            long keys = from.keys.getOrDefault(slot, 0L);
            if (keys > 0 && !open && !owned) {
                return new Result(false, "MOVED", new MoveFigures(moved, 0, 1, 0).toMap());
            }
            moved += keys;
            to.keys.merge(slot, keys, Long::sum);
            from.keys.remove(slot);
        }
        return new Result(true, "", new MoveFigures(moved, moved * 100, 0, 500).toMap());
    }

    @Override
    public boolean propose(SlotMapRecord record) {
        String subject = subject(record);
        if (!subjects.add(subject)) {
            return false;
        }
        pending.add(new Pending(
                record.toString(),
                () -> {
                    apply(record);
                    return () -> subjects.remove(subject);
                },
                () -> subjects.remove(subject)));
        return true;
    }

    void apply(SlotMapRecord record) {
        ApplyOutcome outcome = record.applyTo(state);
        state = outcome.state();
        trace.add(
                record + outcome.rejection().map(r -> " rejected: " + r.text()).orElse(""));
    }

    private static String subject(SlotMapRecord record) {
        if (record instanceof WindowsOpened opened) {
            return window(opened.operation(), opened.firstWindow());
        }
        if (record instanceof WindowHandedOver handed) {
            return window(handed.operation(), handed.window());
        }
        if (record instanceof WindowTurned turned) {
            return window(turned.operation(), turned.window());
        }
        if (record instanceof WindowsClosed closed) {
            return window(closed.operation(), closed.windows().get(0));
        }
        return record.type().name();
    }

    private static String window(long operation, int number) {
        return operation + " " + number;
    }

    @Override
    public boolean isProposing(long operation, int window) {
        return subjects.contains(window(operation, window));
    }

    @Override
    public void wakeUp(long afterMillis) {
        // Tests let time pass by themselves.
    }

    /** Carries out, or loses, one thing that waits. */
    void step(Random random, double losing) {
        if (pending.isEmpty()) {
            nanos += 150_000_000;
            return;
        }
        Pending next = pending.remove(random.nextInt(pending.size()));
        trace.add(next.what());
        if (random.nextDouble() < losing) {
            if (random.nextBoolean()) {
                // Only the answer is lost.
                next.happen().take();
            }
            next.lose().run();
        } else {
            next.happen().take().run();
        }
    }

    /** What waits belongs to a leader that is no more: some of it happens, nobody hears of it. */
    void loseLeader(Random random) {
        pending.stream().filter(p -> random.nextBoolean()).forEach(p -> p.happen()
                .take());
        pending.clear();
        subjects.clear();
    }

    /** Another primary for a shard: with the marks of the promotion, and the keys of the old one. */
    void failOver(String shard, Node heir, NodeId former) {
        FakeSlots old = nodes.get(former);
        FakeSlots fresh = nodes.get(heir.id());
        fresh.owners.putAll(old.owners);
        SlotSet owned = state.map().shard(shard).orElseThrow().slots();
        owned.stream().forEach(slot -> fresh.owners.put(slot, heir.id()));
        fresh.keys.clear();
        fresh.keys.putAll(old.keys);
        old.keys.clear();
        old.importing.clear();
        old.migrating.clear();
        for (SlotMark mark : OpenSlots.marksOf(state, shard, heir.id())) {
            mark.slots().stream().forEach(slot -> setSlot(heir.id(), slot, mark));
        }
        nodes.values().forEach(node -> owned.stream()
                .filter(slot -> !node.importing.containsKey(slot))
                .forEach(slot -> node.owners.put(slot, heir.id())));
    }

    long keysEverywhere() {
        return nodes.values().stream()
                .flatMap(n -> n.keys.values().stream())
                .mapToLong(k -> k)
                .sum();
    }

    boolean hasWindow(MoveWindow.State wanted) {
        return state.operations().windows().anyMatch(w -> w.state() == wanted);
    }
}
