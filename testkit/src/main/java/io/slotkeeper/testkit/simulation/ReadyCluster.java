package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.control.ControlOptions;
import io.slotkeeper.core.control.WriteSafety;
import io.slotkeeper.core.decide.FailoverSettings;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.AgentIdentity;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.record.ClusterInitialized;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.record.NodeRegistered;
import io.slotkeeper.core.record.ShardFormed;
import io.slotkeeper.core.record.ShardsPlanned;
import io.slotkeeper.core.record.SlotMapRecord;
import io.slotkeeper.core.slot.KeySlot;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Makes a cluster that was formed long ago: forming one takes longer than most runs. */
final class ReadyCluster {
    private static final long AT_MILLIS = 1_750_000_000_000L;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int HEARTBEAT_MICROS = 100_000;
    private static final int REDIS_PORT = 6379;
    private static final int KEYS = 100;
    private static final int BUS_PORT = 16379;

    private final Setup setup;
    private final Random random;
    private final FakeCluster cluster;
    private final List<Shard> shards = new ArrayList<>();

    private ReadyCluster(Setup setup, Random random, Set<Flaw> flaws, boolean traced) {
        this.setup = setup;
        this.random = random;
        ControlOptions options = ControlOptions.of(new ClusterSettings(setup.shards(), setup.replicas()))
                .withWarmUpRounds(WARM_UP_ROUNDS)
                .withWriteSafety(setup.strict() ? WriteSafety.STRICT : WriteSafety.LEASE)
                .withFailover(FailoverSettings.defaults().withPromotePartitioned(setup.promotePartitioned()));
        cluster = new FakeCluster(options, setup.coordinators(), random, flaws, traced);
    }

    static FakeCluster of(Setup setup, Random random, Set<Flaw> flaws, boolean traced) {
        return new ReadyCluster(setup, random, flaws, traced).build();
    }

    private FakeCluster build() {
        for (int i = 0; i < setup.shards(); i++) {
            shards.add(shard(i));
        }
        List<FakeNode> nodes = List.copyOf(cluster.redis().nodes());
        for (FakeNode node : nodes) {
            nodes.forEach(other -> node.known.add(other.id()));
            node.currentEpoch = setup.shards();
            node.configured = true;
            node.syncHeld = false;
        }
        FakeRaft raft = (FakeRaft) cluster.consensus();
        raft.stepDownMicros(setup.stepDownMicros());
        raft.begin(records());
        cluster.histories().begin();
        cluster.redis().listen(cluster.histories());
        cluster.redis().lag(setup.lagMicros());
        return cluster;
    }

    private Shard shard(int index) {
        SlotSet slots = slots(index);
        List<Node> nodes = new ArrayList<>();
        FakeNode primary = null;
        Write data = new Write(null);
        for (int i = 0; i <= setup.replicas(); i++) {
            FakeNode node = cluster.addNode();
            nodes.add(place(node, (index + i) % setup.zones()));
            if (primary == null) {
                primary = node;
                node.own(slots);
                node.configEpoch = index + 1L;
            } else {
                node.role = NodeRole.REPLICA;
                node.primary = Optional.of(primary.id);
                node.primarySlots = slots;
                node.replicationId = primary.replicationId;
                node.linkUp = true;
            }
            node.synced = true;
            node.keys = KEYS;
            node.data = data;
        }
        return new Shard("s" + (index + 1), 1, slots, ShardState.FORMING, nodes.get(0), nodes.subList(1, nodes.size()));
    }

    private SlotSet slots(int index) {
        int from = KeySlot.SLOTS * index / setup.shards();
        int to = KeySlot.SLOTS * (index + 1) / setup.shards() - 1;
        return SlotSet.of(new SlotRange(from, to));
    }

    private Node place(FakeNode node, int zone) {
        NodeId id = node.id();
        int number = cluster.redis().nodes().size();
        Node placed = new Node(id, "10.0.0." + number, REDIS_PORT, BUS_PORT, "z" + (zone + 1), "a" + number);
        AgentIdentity identity =
                new AgentIdentity(placed.agent(), "i1", placed.zone(), placed.host(), placed.port(), placed.busPort());
        cluster.addAgent(node, identity, 1 + random.nextInt(HEARTBEAT_MICROS));
        return placed;
    }

    private List<SlotMapRecord> records() {
        List<SlotMapRecord> records = new ArrayList<>();
        records.add(
                new ClusterInitialized("cluster-1", new ClusterSettings(setup.shards(), setup.replicas()), AT_MILLIS));
        shards.forEach(shard -> shard.nodes().forEach(node -> records.add(new NodeRegistered(node, AT_MILLIS))));
        records.add(new ShardsPlanned(shards, AT_MILLIS));
        shards.forEach(shard -> records.add(new ShardFormed(shard.id(), 1000, AT_MILLIS)));
        return records;
    }
}
