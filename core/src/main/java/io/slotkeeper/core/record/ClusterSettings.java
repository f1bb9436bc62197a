package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;

/**
 * What the user wants the cluster to be. Fixed in the log when the cluster is initialised.
 *
 * @param shards 1 to 500
 * @param replicas replicas per shard, 0 to 5
 */
public record ClusterSettings(int shards, int replicas) {
    public ClusterSettings {
        if (shards < 1 || shards > 500) {
            throw new IllegalArgumentException("shards is " + shards + "; it must be 1 to 500");
        }
        if (replicas < 0 || replicas > 5) {
            throw new IllegalArgumentException("replicas is " + replicas + "; it must be 0 to 5");
        }
    }

    /** Number of nodes that the cluster is formed of. */
    public int nodes() {
        return shards * (1 + replicas);
    }

    void writeTo(BinaryOutput out) {
        out.putInt(shards).putInt(replicas);
    }

    static ClusterSettings readFrom(BinaryInput in) {
        return new ClusterSettings(in.getInt(), in.getInt());
    }
}
