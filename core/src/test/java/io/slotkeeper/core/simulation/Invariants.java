package io.slotkeeper.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.protocol.Guard;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.Election;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
            assertThat(map.version()).as("map version").isGreaterThan(version);
            version = map.version();
            map.shards().forEach(this::checkEpoch);
        }
        map.shards().forEach(this::checkOneWriter);
    }

    private void checkEpoch(Shard shard) {
        Long before = epochs.put(shard.id(), shard.epoch());
        assertThat(shard.epoch()).as("epoch of " + shard.id()).isGreaterThanOrEqualTo(before == null ? 1 : before);
    }

    private void checkOneWriter(Shard shard) {
        List<String> writers = shard.nodes()
                .map(node -> cluster.agent(node.agent()))
                .filter(agent -> cluster.redis().acceptsWrites(agent.node()))
                .filter(agent -> agent.node().slots.intersects(shard.slots()))
                .map(FakeAgent::name)
                .toList();
        assertThat(writers).as("nodes of " + shard.id() + " that accept writes").hasSizeLessThanOrEqualTo(1);
    }

    /** Nothing is promoted without a committed election of that epoch; nothing is touched in another leader's name. */
    void checkSent(Effect.Send sent) {
        Guard guard = sent.command().guard();
        assertThat(guard.term())
                .as("term of " + sent)
                .isLessThanOrEqualTo(cluster.log().term());
        // What a deposed leader sends that does not know is for the agent to refuse.
        boolean current = guard.term() == cluster.log().term();
        if (current && sent.command().order() instanceof Order.Promote) {
            Election election = cluster.log().state().elections().get(guard.shard());
            assertThat(election).as("open election for " + sent).isNotNull();
            assertThat(guard.epoch()).as("epoch of " + sent).isEqualTo(election.epoch());
            assertThat(guard.notAfterNanos()).as("deadline of " + sent).isLessThan(Long.MAX_VALUE);
        }
    }
}
