package io.slotkeeper.bench.jmh;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.map.SlotMapDelta;
import io.slotkeeper.core.slot.KeySlot;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The slot map after one published change: a promotion (no slot changes hands), and the move of one slot. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SlotMapDeltaBenchmark {
    private static final int PORT = 7000;
    private static final int BUS_PORT = 17_000;

    /** How many shards the map has. */
    @Param({"3", "100", "500"})
    public int shards;

    private SlotMap map;
    private SlotMapDelta promotion;
    private SlotMapDelta move;

    /** Builds the map and both changes. */
    @Setup
    public void build() {
        List<Shard> all = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            all.add(shard(i));
        }
        map = SlotMap.of(1, all, List.of());
        Shard first = all.get(0);
        Shard second = all.get(1);
        Shard promoted = first.withPrimary(first.replicas().get(0).id(), 2);
        promotion = new SlotMapDelta(2, "PRIMARY_CRASHED", List.of(promoted), List.of());
        SlotSet moved = SlotSet.of(SlotRange.of(first.slots().first()));
        Shard giver = withSlots(first, first.slots().minus(moved));
        Shard taker = withSlots(second, second.slots().union(moved));
        move = new SlotMapDelta(2, "SLOTS_MOVED", List.of(giver, taker), List.of());
    }

    private Shard shard(int index) {
        SlotRange range = new SlotRange(KeySlot.SLOTS * index / shards, KeySlot.SLOTS * (index + 1) / shards - 1);
        return new Shard(
                "s" + (index + 1),
                1,
                SlotSet.of(range),
                ShardState.ACTIVE,
                node(2 * index),
                List.of(node(2 * index + 1)));
    }

    private static Node node(int index) {
        NodeId id = new NodeId(String.format(Locale.ROOT, "%040x", index + 1));
        return new Node(id, "127.0.0.1", PORT, BUS_PORT, "a", "a" + index);
    }

    private static Shard withSlots(Shard shard, SlotSet slots) {
        return new Shard(shard.id(), shard.epoch(), slots, shard.state(), shard.primary(), shard.replicas());
    }

    /** A replica becomes primary of its shard. */
    @Benchmark
    public SlotMap promotion() {
        return map.apply(promotion);
    }

    /** One slot goes from one shard to another. */
    @Benchmark
    public SlotMap slotMove() {
        return map.apply(move);
    }
}
