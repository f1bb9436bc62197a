package io.slotkeeper.core.plan;

import java.util.Locale;

/** How slots are spread over shards (DESIGN section 10). Both ways are pure functions of their arguments. */
public enum Placement {
    /** Slot counts proportional to weights, off by at most one slot, with the fewest moves. */
    BALANCED {
        @Override
        Ownership place(Ownership current, ShardWeights weights) {
            return BalancedPlacement.place(current, weights);
        }

        @Override
        Ownership drain(Ownership current, String shard, ShardWeights weights) {
            return BalancedPlacement.drain(current, shard, weights);
        }
    },
    /** Consistent hashing with bounded load: the same shards always own the same slots, whatever was before. */
    RING {
        @Override
        Ownership place(Ownership current, ShardWeights weights) {
            return RingPlacement.place(current, weights);
        }

        @Override
        Ownership drain(Ownership current, String shard, ShardWeights weights) {
            return RingPlacement.drain(current, shard, weights);
        }
    };

    /** Who shall own the slots that have an owner now. */
    abstract Ownership place(Ownership current, ShardWeights weights);

    /** The same after all slots of one shard went to the others, which keep what they have. */
    abstract Ownership drain(Ownership current, String shard, ShardWeights weights);

    /** The name in settings and on screens. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
