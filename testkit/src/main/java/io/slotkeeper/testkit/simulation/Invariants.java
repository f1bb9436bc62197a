package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.protocol.Guard;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.Election;
import io.slotkeeper.core.slot.KeySlot;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What must hold after every step (DESIGN section 13).
 *
 * <pre>
 * 1  of any slot, at most one node accepts writes                        after every step
 * 2  epochs and version never go back, for any coordinator               at every change of a map
 * 3  every slot has one shard                                            at every change of the map
 * 4  what is ordered, and what coordinators hold, is committed           at every order, at every change of a map
 * 5  6  see {@link Histories}                                            at every write and promotion
 * 7  see {@link Storm}                                                   at the end
 * </pre>
 */
final class Invariants {
    private final FakeCluster cluster;
    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<Long, SlotMap> published = new HashMap<>();
    private final List<FakeNode> writers = new ArrayList<>();
    private SlotMap current;

    Invariants(FakeCluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        for (FakeCoordinator coordinator : cluster.coordinators()) {
            long version = coordinator.loop().state().map().version();
            if (version != coordinator.shownVersion()) {
                checkShown(coordinator, version);
            }
        }
        checkOneWriter();
    }

    /** Another record was committed. */
    void committed(SlotMap map) {
        long before = current == null ? 0 : current.version();
        require(map.version() >= before, () -> "the map version goes from " + before + " to " + map.version());
        current = map;
        SlotMap same = published.putIfAbsent(map.version(), map);
        require(same == null || same.equals(map), () -> "there are two maps of version " + map.version());
        SlotSet owned = SlotSet.empty();
        for (Shard shard : map.shards()) {
            checkEpoch(shard);
            SlotSet others = owned;
            require(
                    !others.intersects(shard.slots()),
                    () -> "slots of " + shard.id() + " have two owners: " + shard.slots());
            owned = owned.union(shard.slots());
        }
        int count = owned.size();
        require(map.shards().isEmpty() || count == KeySlot.SLOTS, () -> count + " slots have an owner");
    }

    private void checkEpoch(Shard shard) {
        Long before = epochs.put(shard.id(), shard.epoch());
        long least = before == null ? 1 : before;
        require(
                shard.epoch() >= least,
                () -> "the epoch of " + shard.id() + " goes from " + least + " to " + shard.epoch());
    }

    /** What a coordinator shows its clients. One that has just started is behind: clients wait for it (ADR 13). */
    private void checkShown(FakeCoordinator coordinator, long version) {
        long before = coordinator.shownVersion();
        coordinator.shows(version);
        if (version == 0) {
            return;
        }
        require(
                coordinator.loop().state().map().equals(published.get(version)),
                () -> coordinator.name() + " shows version " + version + " before it is committed");
        require(version >= before, () -> coordinator.name() + " goes back from version " + before + " to " + version);
    }

    private void checkOneWriter() {
        writers.clear();
        for (FakeNode node : cluster.redis().nodes()) {
            if (cluster.redis().acceptsWrites(node)) {
                for (FakeNode other : writers) {
                    require(
                            !other.slots.intersects(node.slots),
                            () -> "more than one node accepts writes for a slot: " + cluster.nameOf(other) + " and "
                                    + cluster.nameOf(node));
                }
                writers.add(node);
            }
        }
    }

    /** Nothing is promoted without a committed election of that epoch; nothing is touched in another leader's name. */
    void checkSent(Effect.Send sent) {
        Guard guard = sent.command().guard();
        long term = cluster.consensus().term();
        require(guard.term() <= term, () -> "nobody was elected for the term of " + sent);
        // What a deposed leader sends that does not know is for the agent to refuse.
        boolean now = guard.term() == term;
        if (now && sent.command().order() instanceof Order.Promote) {
            Election election = cluster.consensus().state().elections().get(guard.shard());
            require(
                    election != null && election.epoch() == guard.epoch(),
                    () -> "no election is open for " + sent + ": " + election);
            require(guard.notAfterNanos() < Long.MAX_VALUE, () -> "no deadline in " + sent);
        }
    }

    static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new InvariantViolation(otherwise.get());
        }
    }
}
