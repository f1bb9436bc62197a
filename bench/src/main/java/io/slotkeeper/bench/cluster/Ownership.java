package io.slotkeeper.bench.cluster;

import io.slotkeeper.testkit.ClusterView;
import io.slotkeeper.testkit.NativeCluster;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;

/**
 * Who owns what just now, by the nodes' own word.
 *
 * @param primary of the slot asked about
 * @param slots all that it owns
 */
public record Ownership(HostAndPort primary, BitSet slots) {
    /** A slot in the middle of each shard's part; the parts are equal in all contenders, give or take a slot. */
    public static int slotOfShard(int index, int shards) {
        return (int) ((2L * index + 1) * NativeCluster.SLOTS / (2L * shards));
    }

    /**
     * Slots for a load, one of each shard in turn, so that a writer comes to every shard within a few writes.
     *
     * @param perShard how many of each, evenly over its part
     */
    public static List<Integer> interleaved(int shards, int perShard) {
        return IntStream.range(0, perShard * shards)
                .mapToObj(i -> {
                    int shard = i % shards;
                    long first = (long) NativeCluster.SLOTS * shard / shards;
                    long size = NativeCluster.SLOTS / shards;
                    return (int) (first + (2L * (i / shards) + 1) * size / (2L * perShard));
                })
                .toList();
    }

    /**
     * Reads it.
     *
     * @throws BenchFailure if nobody calls itself primary of the slot
     */
    public static Ownership of(int slot, List<HostAndPort> nodes) {
        return ClusterView.read(nodes).primaries().stream()
                .filter(primary -> primary.node().slots().contains(slot))
                .map(primary ->
                        new Ownership(primary.address(), primary.node().slots().set()))
                .findFirst()
                .orElseThrow(() -> new BenchFailure("No node is primary of slot " + slot + " now."));
    }
}
