package io.slotkeeper.core.decide;

import io.slotkeeper.core.analysis.Finding;
import io.slotkeeper.core.analysis.NodeSight;

/** What to do about a shard, and why. */
public sealed interface Decision {
    /** Nothing calls for a promotion. */
    record Stay() implements Decision {}

    /**
     * Promote a replica.
     *
     * @param finding the diagnosis
     * @param candidate who
     * @param fenceFirst the old primary still answers and must be made to refuse writes first
     * @param estimatedLossBytes replication offset gap as last reported, 0 or more; -1 when unknown
     */
    record Promote(Finding finding, NodeSight candidate, boolean fenceFirst, long estimatedLossBytes)
            implements Decision {}

    /**
     * A diagnosis calls for a promotion, and a guard forbids it.
     *
     * @param finding the diagnosis
     * @param reason the guard
     * @param text one sentence with the particulars
     */
    record Skip(Finding finding, SkipReason reason, String text) implements Decision {}
}
