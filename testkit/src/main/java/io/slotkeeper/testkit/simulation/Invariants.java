package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.protocol.Guard;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.Election;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What must hold after every step (DESIGN section 13). */
final class Invariants {
    private final FakeCluster cluster;
    private final Map<String, Long> epochs = new HashMap<>();
    private long version;

    Invariants(FakeCluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        SlotMap map = cluster.map();
        if (map.version() != version) {
            require(map.version() > version, () -> "the map version goes from " + version + " to " + map.version());
            version = map.version();
            map.shards().forEach(this::checkEpoch);
        }
        map.shards().forEach(this::checkOneWriter);
    }

    private void checkEpoch(Shard shard) {
        Long before = epochs.put(shard.id(), shard.epoch());
        long least = before == null ? 1 : before;
        require(
                shard.epoch() >= least,
                () -> "the epoch of " + shard.id() + " goes from " + least + " to " + shard.epoch());
    }

    private void checkOneWriter(Shard shard) {
        List<String> writers = shard.nodes()
                .map(node -> cluster.agent(node.agent()))
                .filter(agent -> cluster.redis().acceptsWrites(agent.node()))
                .filter(agent -> agent.node().slots.intersects(shard.slots()))
                .map(FakeAgent::name)
                .toList();
        require(writers.size() <= 1, () -> "more than one node of " + shard.id() + " accepts writes: " + writers);
    }

    /** Nothing is promoted without a committed election of that epoch; nothing is touched in another leader's name. */
    void checkSent(Effect.Send sent) {
        Guard guard = sent.command().guard();
        require(guard.term() <= cluster.log().term(), () -> "nobody was elected for the term of " + sent);
        // What a deposed leader sends that does not know is for the agent to refuse.
        boolean current = guard.term() == cluster.log().term();
        if (current && sent.command().order() instanceof Order.Promote) {
            Election election = cluster.log().state().elections().get(guard.shard());
            require(
                    election != null && election.epoch() == guard.epoch(),
                    () -> "no election is open for " + sent + ": " + election);
            require(guard.notAfterNanos() < Long.MAX_VALUE, () -> "no deadline in " + sent);
        }
    }

    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new InvariantViolation(otherwise.get());
        }
    }
}
